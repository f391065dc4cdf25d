package dev.jpod.host;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** The digests of OpenSSL's libcrypto, where the host has it. */
final class LibCrypto {
  private static final String[] NAMES = {"libcrypto.so.3", "libcrypto.so.1.1"};

  /** Null on a host without the library. */
  static final @Nullable LibCrypto OF_HOST = find();

  final MethodHandle newContext;
  final MethodHandle freeContext;
  final MethodHandle sha256;
  final MethodHandle begin;
  final MethodHandle update;
  final MethodHandle end;

  private LibCrypto(SymbolLookup library) {
    Linker linker = Linker.nativeLinker();
    this.newContext = link(linker, library, "EVP_MD_CTX_new", FunctionDescriptor.of(ADDRESS));
    this.freeContext = link(linker, library, "EVP_MD_CTX_free", FunctionDescriptor.ofVoid(ADDRESS));
    this.sha256 = link(linker, library, "EVP_sha256", FunctionDescriptor.of(ADDRESS));
    this.begin =
        link(
            linker,
            library,
            "EVP_DigestInit_ex",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
    this.update =
        link(
            linker,
            library,
            "EVP_DigestUpdate",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG),
            Linker.Option.critical(true));
    this.end =
        link(
            linker,
            library,
            "EVP_DigestFinal_ex",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
  }

  private static MethodHandle link(
      Linker linker,
      SymbolLookup library,
      String name,
      FunctionDescriptor signature,
      Linker.Option... options) {
    MemorySegment function = library.find(name).orElseThrow(IllegalArgumentException::new);
    return linker.downcallHandle(function, signature, options);
  }

  private static @Nullable LibCrypto find() {
    for (String name : NAMES) {
      LibCrypto library = open(name);
      if (library != null) {
        return library;
      }
    }
    return null;
  }

  private static @Nullable LibCrypto open(String name) {
    try {
      return new LibCrypto(SymbolLookup.libraryLookup(name, Arena.global()));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}

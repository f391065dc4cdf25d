package dev.jpod.runtime;

import org.jspecify.annotations.Nullable;

/** One machine's names: Java's, OCI's and seccomp's. */
final class Architectures {
  private Architectures() {}

  static String ociName(String osArchitecture) {
    return switch (osArchitecture) {
      case "x86_64" -> "amd64";
      case "aarch64" -> "arm64";
      case "x86", "i386", "i686" -> "386";
      default -> osArchitecture;
    };
  }

  /** The name in a seccomp filter, or null for an architecture that seccomp does not know. */
  static @Nullable String seccompName(String ociName) {
    return switch (ociName) {
      case "amd64" -> "SCMP_ARCH_X86_64";
      case "arm64" -> "SCMP_ARCH_AARCH64";
      case "386" -> "SCMP_ARCH_X86";
      case "arm" -> "SCMP_ARCH_ARM";
      case "riscv64" -> "SCMP_ARCH_RISCV64";
      case "ppc64le" -> "SCMP_ARCH_PPC64LE";
      case "s390x" -> "SCMP_ARCH_S390X";
      default -> null;
    };
  }
}

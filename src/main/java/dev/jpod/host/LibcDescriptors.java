package dev.jpod.host;

import static dev.jpod.host.Libc.call;
import static dev.jpod.host.Libc.link;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/** What opens files and closes them, apart from the others because binding each takes time. */
final class LibcDescriptors {
  static final MethodHandle OPENAT =
      link(
          "openat",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
          Linker.Option.firstVariadicArg(3));
  static final MethodHandle CLOSE = call("close", JAVA_INT);

  private LibcDescriptors() {}
}

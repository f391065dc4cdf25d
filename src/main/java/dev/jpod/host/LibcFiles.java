package dev.jpod.host;

import static dev.jpod.host.Libc.call;
import static dev.jpod.host.Libc.link;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;

/**
 * libc's calls on files, bound through the JDK's foreign-function API. jnr-posix lacks the calls
 * that take an open directory, and the JDK's own file API turns names into text with the locale's
 * encoding and knows no device nodes, owners of symbolic links or times of links.
 */
final class LibcFiles {
  static final MethodHandle WRITE =
      link("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  static final MethodHandle LSEEK =
      link("lseek", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT));
  static final MethodHandle FTRUNCATE = call("ftruncate", JAVA_INT, JAVA_LONG);
  static final MethodHandle MKDIRAT = call("mkdirat", JAVA_INT, ADDRESS, JAVA_INT);
  static final MethodHandle MKNODAT = call("mknodat", JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG);
  static final MethodHandle SYMLINKAT = call("symlinkat", ADDRESS, JAVA_INT, ADDRESS);
  static final MethodHandle LINKAT = call("linkat", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
  static final MethodHandle RENAMEAT = call("renameat", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
  static final MethodHandle UNLINKAT = call("unlinkat", JAVA_INT, ADDRESS, JAVA_INT);
  static final MethodHandle READLINKAT =
      link("readlinkat", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG));
  static final MethodHandle STATX = call("statx", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
  static final MethodHandle FCHOWNAT =
      call("fchownat", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT);
  static final MethodHandle FCHOWN = call("fchown", JAVA_INT, JAVA_INT, JAVA_INT);
  static final MethodHandle FCHMODAT = call("fchmodat", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
  static final MethodHandle FCHMOD = call("fchmod", JAVA_INT, JAVA_INT);
  static final MethodHandle UTIMENSAT = call("utimensat", JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
  static final MethodHandle FUTIMENS = call("futimens", JAVA_INT, ADDRESS);
  static final MethodHandle FSETXATTR =
      call("fsetxattr", JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT);
  static final MethodHandle LSETXATTR =
      call("lsetxattr", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT);
  static final MethodHandle SYNCFS = call("syncfs", JAVA_INT);

  private LibcFiles() {}
}

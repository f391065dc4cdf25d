package dev.jpod.host;

/**
 * The error numbers of Linux that jpod tells apart. Both architectures that jpod runs on share
 * them.
 */
public final class Errno {
  public static final int EPERM = 1;
  public static final int ENOENT = 2;
  public static final int EINTR = 4;
  public static final int EAGAIN = 11;
  public static final int EACCES = 13;
  public static final int EEXIST = 17;
  public static final int ENOTDIR = 20;
  public static final int EISDIR = 21;
  public static final int EINVAL = 22;
  public static final int EMFILE = 24;
  public static final int EFBIG = 27;
  public static final int ENOSPC = 28;
  public static final int EROFS = 30;
  public static final int EMLINK = 31;
  public static final int ENAMETOOLONG = 36;
  public static final int ENOTEMPTY = 39;
  public static final int ELOOP = 40;
  public static final int ENODATA = 61;
  public static final int EOPNOTSUPP = 95;
  public static final int EDQUOT = 122;

  private Errno() {}

  /** The number in words, for messages. */
  static String describe(int errno) {
    return switch (errno) {
      case EPERM -> "operation not permitted";
      case ENOENT -> "no such file or directory";
      case EINTR -> "interrupted";
      case EAGAIN -> "resource temporarily unavailable";
      case EACCES -> "permission denied";
      case EEXIST -> "file exists";
      case ENOTDIR -> "not a directory";
      case EISDIR -> "is a directory";
      case EINVAL -> "invalid argument";
      case EMFILE -> "too many open files";
      case EFBIG -> "file too large";
      case ENOSPC -> "no space left on device";
      case EROFS -> "read-only file system";
      case EMLINK -> "too many links";
      case ENAMETOOLONG -> "file name too long";
      case ENOTEMPTY -> "directory not empty";
      case ENODATA -> "no data available";
      case ELOOP -> "too many levels of symbolic links";
      case EOPNOTSUPP -> "operation not supported";
      case EDQUOT -> "disk quota exceeded";
      default -> "error " + errno;
    };
  }
}

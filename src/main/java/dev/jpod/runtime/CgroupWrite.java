package dev.jpod.runtime;

/**
 * A limit that is set by writing to a file of the container's cgroup.
 *
 * @param missing what to do when the file is not there
 */
public record CgroupWrite(CgroupFile file, String content, Missing missing) {
  /** What a missing file means. */
  public enum Missing {
    /** The kernel cannot keep a limit that was asked for. */
    FAIL,
    /** There is no limit that could be lifted. */
    SKIP,
    /** As FAIL, unless the write before this one, of which it is the other form, was done. */
    FAIL_WITHOUT_OTHER
  }

  static CgroupWrite set(String controller, String name, String content) {
    return new CgroupWrite(new CgroupFile(controller, name), content, Missing.FAIL);
  }

  static CgroupWrite lift(String controller, String name, String content) {
    return new CgroupWrite(new CgroupFile(controller, name), content, Missing.SKIP);
  }

  static CgroupWrite otherForm(String controller, String name, String content) {
    return new CgroupWrite(new CgroupFile(controller, name), content, Missing.FAIL_WITHOUT_OTHER);
  }
}

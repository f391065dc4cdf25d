package dev.jpod.engine;

/** Where the control groups of a store's containers are. */
sealed interface CgroupPlace {
  /**
   * Below one folder that all hierarchies have.
   *
   * @param parent absolute in every hierarchy; nothing but what is jpod's lies in it
   */
  record Below(String parent) implements CgroupPlace {
    private static final String NAME = "/jpod";

    /** In a folder in which jpod makes one of its own. */
    static Below of(String folder) {
      return new Below(folder + NAME);
    }

    /** In which folder jpod made that of its own in which a cgroup is. */
    static String above(String cgroup) {
      int end = cgroup.lastIndexOf(NAME + "/");
      return end < 0 ? "" : cgroup.substring(0, end);
    }

    /** The folder that was there before jpod; empty for the root of the hierarchies. */
    String folder() {
      return parent.substring(0, parent.length() - NAME.length());
    }
  }

  /**
   * Nowhere: containers run without any, and nobody keeps limits.
   *
   * @param reason why not, as the end of a sentence
   * @param hint what would give the user some
   */
  record None(String reason, String hint) implements CgroupPlace {}

  /** That of root, who may make cgroups anywhere. */
  CgroupPlace OF_ROOT = Below.of("");
}

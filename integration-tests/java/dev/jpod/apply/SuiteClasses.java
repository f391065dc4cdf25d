package dev.jpod.apply;

import java.util.List;
import java.util.stream.Stream;

/** Which of root's test classes an ordinary user runs. */
final class SuiteClasses {
  private static final String ASKED = "jpod.rootless.suite";

  /** Those that touch what is different for him, and take little time. */
  private static final List<String> IN_EACH_BUILD =
      List.of(
          "apply.ApplyIT",
          "apply.DriftIT",
          "apply.NetworksIT",
          "apply.PodsIT",
          "engine.ExecIT",
          "engine.LifecycleIT",
          "image.ShiftedLayersIT");

  /** The others that he can run. */
  private static final List<String> BESIDE = List.of();

  private SuiteClasses() {}

  /**
   * What the property {@code jpod.rootless.suite} names: {@code all}, or classes with commas
   * between them; without it, those of each build.
   */
  static List<String> asked() {
    String asked = System.getProperty(ASKED, "");
    return switch (asked) {
      case "" -> IN_EACH_BUILD;
      case "all" -> Stream.of(IN_EACH_BUILD, BESIDE).flatMap(List::stream).toList();
      default -> List.of(asked.split(",", -1));
    };
  }
}

package dev.jpod.apply;

import java.util.List;
import java.util.stream.Stream;

/** Which of root's test classes an ordinary user runs. */
final class SuiteClasses {
  private static final String ASKED = "jpod.rootless.suite";

  /** Those that touch what is different for him, and take little time for it. */
  private static final List<String> IN_EACH_BUILD =
      List.of(
          "apply.ApplyIT",
          "apply.DriftIT",
          "apply.NetworksIT",
          "apply.PodsIT",
          "apply.RebootIT",
          "apply.StorageDriversIT",
          "engine.ExecIT",
          "engine.LifecycleIT",
          "engine.RestartIT",
          "engine.StorageIT",
          "image.FlatImageIT",
          "image.ShiftedLayersIT",
          "image.UnpackedLayersIT",
          "runtime.BundleIT",
          "runtime.LimitsIT",
          "runtime.SeccompIT");

  /** The others that he can run; they took part of an hour. */
  private static final List<String> BESIDE =
      List.of(
          "DistributionIT",
          "ExamplesIT",
          "apply.AddressesIT",
          "apply.AdoptionIT",
          "apply.ClaimedNamesIT",
          "apply.ConcurrencyIT",
          "apply.ContainerCommandsIT",
          "apply.DeathIT",
          "apply.FaultsIT",
          "apply.FieldClassesIT",
          "apply.GuardsIT",
          "apply.HealthChecksIT",
          "apply.HistoryIT",
          "apply.HooksIT",
          "apply.HostileLayersIT",
          "apply.InPlaceIT",
          "apply.OnChangeIT",
          "apply.OneShotIT",
          "apply.PodCommandsIT",
          "apply.PullFaultsIT",
          "apply.PullInterruptionsIT",
          "apply.RefusalsIT",
          "apply.RollbackIT",
          "apply.RolloutLoadIT",
          "apply.SavedPlanIT",
          "apply.SentinelIT",
          "apply.SignalsIT",
          "apply.TerminalIT",
          "engine.HealthIT",
          "engine.HealthUpkeepIT",
          "engine.LogsIT",
          "engine.RuncEngineIT",
          "engine.UnhealthyIT",
          "image.ImageMountsIT",
          "image.OtherToolsIT",
          "image.StoreFaultsIT",
          "image.UnionChoiceIT",
          "runtime.ConmonIT",
          "transfer.TransportsIT",
          "trust.SimpleSignaturesIT");

  private SuiteClasses() {}

  /**
   * What the property {@code jpod.rootless.suite} names: {@code all}, or classes with commas
   * between them; without it, those of each build.
   */
  static List<String> asked() {
    String asked = System.getProperty(ASKED, "");
    return switch (asked) {
      case "" -> IN_EACH_BUILD;
      case "all" -> all();
      default -> List.of(asked.split(",", -1));
    };
  }

  static List<String> all() {
    return Stream.of(IN_EACH_BUILD, BESIDE).flatMap(List::stream).toList();
  }
}

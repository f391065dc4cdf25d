package dev.jpod.plan;

import dev.jpod.diff.Change;
import dev.jpod.diff.Change.StartReason;
import dev.jpod.diff.Difference;
import dev.jpod.diff.HostNames;
import dev.jpod.diff.NetworkChange;
import dev.jpod.diff.PodChange;
import dev.jpod.observed.ContainerStatus;
import dev.jpod.observed.PodStatus;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Why a change is made.
 *
 * @param codes for programs, for example {@code spec} or {@code host-rebooted}
 * @param text for people; empty when the changed fields say it all
 */
record Reasons(List<String> codes, String text) {
  private static final String HOST_REBOOTED = "host rebooted";
  private static final String RUN_FOLDER_GONE = "its session ended";
  private static final String TAG_MOVED = "tag moved";
  private static final String STOP_BROKEN_OFF = "a stop of it was begun and not finished";
  private static final String NETWORK_REPLACED = "network-replaced";
  private static final String POD_RAISED = "its pod is raised anew";
  private static final String INIT_RUNS_AGAIN = "what runs before it runs again";

  /** Of what is adopted, whatever else happens to it. */
  static final Reasons ADOPTED = new Reasons(List.of("adopted"), "adopted: no stack owns it");

  static Reasons of(Change change) {
    boolean adopts =
        switch (change) {
          case Change.OfCurrent ofCurrent -> ofCurrent.current().isAdopted();
          case Change.Remove remove -> remove.container().isAdopted();
          case Change.Create _, Change.Blocked _ -> false;
        };
    return adopts ? ADOPTED.and(ofKind(change)) : ofKind(change);
  }

  private static Reasons ofKind(Change change) {
    return switch (change) {
      case Change.Create _ -> new Reasons(List.of("missing"), "not there yet");
      case Change.Replace replace ->
          switch (replace.reason()) {
            case FIELDS_CHANGED -> ofDifference(replace.difference());
            case POD_REPLACED -> with(replace.difference(), code(replace.reason()), "with its pod");
            case NOT_IN_ITS_POD ->
                with(replace.difference(), code(replace.reason()), "is not in its pod");
          };
      case Change.Update update -> ofDifference(update.difference());
      case Change.Rerecord rerecord -> ofDifference(rerecord.difference());
      case Change.Signal signal -> ofDifference(signal.difference());
      case Change.Keep keep -> new Reasons(List.of(), word(keep.reason()));
      case Change.Blocked blocked -> new Reasons(List.of("blocked"), blocked.reason());
      case Change.Unpause unpause -> with(unpause.difference(), "paused", "is paused");
      case Change.Restart restart ->
          switch (restart.reason()) {
            case CONTENT_CHANGED -> ofDifference(restart.difference());
            case STOP_BROKEN_OFF ->
                with(restart.difference(), code(restart.reason()), STOP_BROKEN_OFF);
            case POD_RAISED -> with(restart.difference(), code(restart.reason()), POD_RAISED);
            case INIT_RUNS_AGAIN ->
                with(restart.difference(), code(restart.reason()), INIT_RUNS_AGAIN);
            case MONITOR_GONE ->
                with(restart.difference(), code(restart.reason()), "its monitor is gone");
          };
      case Change.Start start -> with(start.difference(), code(start.reason()), phrase(start));
      case Change.Remove remove ->
          new Reasons(List.of(code(remove.reason())), phrase(remove.reason()));
    };
  }

  static Reasons of(PodChange change) {
    boolean adopts =
        switch (change) {
          case PodChange.OfCurrent ofCurrent -> ofCurrent.current().isAdopted();
          case PodChange.Remove remove -> remove.pod().isAdopted();
          case PodChange.Create _, PodChange.Blocked _, PodChange.Protected _ -> false;
        };
    return adopts ? ADOPTED.and(ofKind(change)) : ofKind(change);
  }

  private static Reasons ofKind(PodChange change) {
    return switch (change) {
      case PodChange.Create _ -> new Reasons(List.of("missing"), "not there yet");
      case PodChange.Replace replace -> ofReplacement(replace);
      case PodChange.Update update -> ofDifference(update.difference());
      case PodChange.Raise raise -> ofStatus(raise);
      case PodChange.Keep _ -> new Reasons(List.of(), "");
      case PodChange.Protected kept -> new Reasons(List.of("protected"), kept.reason());
      case PodChange.Blocked blocked -> new Reasons(List.of("blocked"), blocked.reason());
      case PodChange.Remove remove ->
          new Reasons(List.of(code(remove.reason())), phrase(remove.reason()));
    };
  }

  static Reasons of(NetworkChange change) {
    return change.isAdoption() ? ADOPTED.and(ofKind(change)) : ofKind(change);
  }

  private static Reasons ofKind(NetworkChange change) {
    return switch (change) {
      case NetworkChange.Create _ -> new Reasons(List.of("missing"), "not there yet");
      case NetworkChange.Replace replace ->
          ofDifference(new Difference(replace.fields(), List.of()));
      case NetworkChange.Revise revise -> ofDifference(new Difference(revise.fields(), List.of()));
      case NetworkChange.Remove remove ->
          new Reasons(List.of(code(remove.reason())), phrase(remove.reason()));
      case NetworkChange.Blocked blocked -> new Reasons(List.of("blocked"), blocked.reason());
    };
  }

  private static Reasons ofReplacement(PodChange.Replace replace) {
    List<String> names = new ArrayList<>();
    for (String network : replace.replacedNetworks()) {
      names.add(HostNames.inStackFile(replace.key().stack(), network));
    }
    return switch (names.size()) {
      case 0 -> ofDifference(replace.difference());
      case 1 ->
          with(
              replace.difference(),
              NETWORK_REPLACED,
              "network " + names.getFirst() + " is replaced");
      default ->
          with(
              replace.difference(),
              NETWORK_REPLACED,
              "networks " + String.join(", ", names) + " are replaced");
    };
  }

  private static Reasons ofStatus(PodChange.Raise raise) {
    return switch (raise.current().status()) {
      case PodStatus.Down down ->
          with(
              raise.difference(),
              code(down.reason()),
              switch (down.reason()) {
                case NEVER_RAISED -> "made, but never raised";
                case STOPPED -> "stopped by hand";
                case REBOOT -> HOST_REBOOTED;
                case RUN_FOLDER_GONE -> RUN_FOLDER_GONE;
              });
      case PodStatus.Up up -> {
        List<String> codes = new ArrayList<>(ofDifference(raise.difference()).codes());
        List<String> phrases = new ArrayList<>();
        for (PodStatus.Defect defect : new TreeSet<>(up.defects())) {
          codes.add(code(defect) + "-gone");
          phrases.add(phrase(defect));
        }
        yield new Reasons(codes, String.join("; ", phrases));
      }
      case PodStatus.Incomplete _, PodStatus.Removing _ ->
          throw new IllegalStateException(raise.key() + " is a leftover and cannot be raised");
    };
  }

  private static String phrase(PodStatus.Defect defect) {
    return switch (defect) {
      case INFRA -> "its infra process is dead";
      case NAMESPACES -> "its namespaces are gone";
      case LINKS -> "a link of it is gone";
      case RULES -> "the firewall was changed";
      case NAMES -> "its names are gone";
      case UPLINK -> "its way to the host is gone";
    };
  }

  /** What a difference says of itself. */
  static Reasons ofDifference(Difference difference) {
    List<String> codes = new ArrayList<>(2);
    boolean tagMoved = difference.hasMovedTag();
    if (difference.fields().size() > (tagMoved ? 1 : 0)) {
      codes.add("spec");
    }
    if (tagMoved) {
      codes.add("tag-moved");
    }
    if (!difference.drift().isEmpty()) {
      codes.add("drift");
    }
    return new Reasons(codes, tagMoved ? TAG_MOVED : "");
  }

  /** Both reasons in one. */
  Reasons and(Reasons other) {
    Set<String> all = new LinkedHashSet<>(codes);
    all.addAll(other.codes);
    List<String> texts = new ArrayList<>(2);
    for (String each : List.of(text, other.text)) {
      if (!each.isEmpty() && !texts.contains(each)) {
        texts.add(each);
      }
    }
    return new Reasons(List.copyOf(all), String.join("; ", texts));
  }

  private static Reasons with(Difference difference, String code, String text) {
    return ofDifference(difference).and(new Reasons(List.of(code), text));
  }

  private static String phrase(Change.Start start) {
    String phrase = phrase(start.reason());
    return switch (start.current().status()) {
      case ContainerStatus.Exited exited when start.reason() == StartReason.EXITED ->
          phrase + " with code " + exited.exitCode();
      case ContainerStatus.Restarting restarting -> phrase + " with code " + restarting.exitCode();
      default -> phrase;
    };
  }

  private static String phrase(StartReason reason) {
    return switch (reason) {
      case NEVER_STARTED -> "made, but never started";
      case STOPPED_BY_HAND -> "stopped by hand";
      case STOP_BROKEN_OFF -> STOP_BROKEN_OFF;
      case FAILING -> "waits to be started again after it ended";
      case POD_RAISED -> POD_RAISED;
      case INIT_RUNS_AGAIN -> INIT_RUNS_AGAIN;
      case EXITED -> "exited";
      case RETRIES_USED_UP -> "failed until its retries were used up";
      case OUT_OF_MEMORY -> "killed for lack of memory";
      case START_FAILED -> "its last start failed";
      case HOST_REBOOTED -> HOST_REBOOTED;
      case RUN_FOLDER_GONE -> RUN_FOLDER_GONE;
      case PROCESS_GONE -> "its process is gone";
    };
  }

  private static String phrase(Change.RemoveReason reason) {
    return switch (reason) {
      case ABSENT_FROM_FILE -> "absent from file";
      case SCALED_DOWN -> "scaled down";
      case LEFT_INCOMPLETE -> "left incomplete by an interrupted run";
      case LEFT_HALF_REMOVED -> "left half removed by an interrupted run";
      case SUPERSEDED -> "left over from an interrupted replacement";
      case STACK_DESTROYED -> "";
    };
  }

  private static String code(Enum<?> reason) {
    return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String word(Enum<?> reason) {
    return reason.name().toLowerCase(Locale.ROOT);
  }
}

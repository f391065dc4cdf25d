package dev.jpod.plan;

import dev.jpod.diff.Change;
import dev.jpod.diff.Change.StartReason;
import dev.jpod.diff.Difference;
import dev.jpod.observed.ContainerStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Why a change is made.
 *
 * @param codes for programs, for example {@code spec} or {@code host-rebooted}
 * @param text for people; empty when the changed fields say it all
 */
record Reasons(List<String> codes, String text) {
  private static final String STOP_BROKEN_OFF = "a stop of it was begun and not finished";

  static Reasons of(Change change) {
    return switch (change) {
      case Change.Create _ -> new Reasons(List.of("missing"), "not there yet");
      case Change.Replace replace -> ofDifference(replace.difference());
      case Change.Update update -> ofDifference(update.difference());
      case Change.Rerecord rerecord -> ofDifference(rerecord.difference());
      case Change.Keep keep -> new Reasons(List.of(), word(keep.reason()));
      case Change.Blocked blocked -> new Reasons(List.of("blocked"), blocked.reason());
      case Change.Unpause unpause -> with(unpause.difference(), "paused", "is paused");
      case Change.Restart restart ->
          switch (restart.reason()) {
            case CONTENT_CHANGED -> ofDifference(restart.difference());
            case STOP_BROKEN_OFF ->
                with(restart.difference(), code(restart.reason()), STOP_BROKEN_OFF);
            case MONITOR_GONE ->
                with(restart.difference(), code(restart.reason()), "its monitor is gone");
          };
      case Change.Start start -> with(start.difference(), code(start.reason()), phrase(start));
      case Change.Remove remove ->
          new Reasons(List.of(code(remove.reason())), phrase(remove.reason()));
    };
  }

  private static Reasons ofDifference(Difference difference) {
    List<String> codes = new ArrayList<>(2);
    if (!difference.fields().isEmpty()) {
      codes.add("spec");
    }
    if (!difference.drift().isEmpty()) {
      codes.add("drift");
    }
    return new Reasons(codes, "");
  }

  private static Reasons with(Difference difference, String code, String text) {
    List<String> codes = new ArrayList<>(ofDifference(difference).codes());
    codes.add(code);
    return new Reasons(codes, text);
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
      case EXITED -> "exited";
      case RETRIES_USED_UP -> "failed until its retries were used up";
      case OUT_OF_MEMORY -> "killed for lack of memory";
      case START_FAILED -> "its last start failed";
      case HOST_REBOOTED -> "host rebooted";
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

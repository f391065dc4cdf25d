package dev.jpod.plan;

import dev.jpod.diff.Change;
import dev.jpod.diff.Difference;
import dev.jpod.diff.Drift;
import dev.jpod.diff.FieldChange;
import dev.jpod.diff.FieldOrigins;
import dev.jpod.diff.ForeignVolume;
import dev.jpod.diff.HostNames;
import dev.jpod.diff.NetworkChange;
import dev.jpod.diff.Obstacle;
import dev.jpod.diff.PodChange;
import dev.jpod.diff.Relabelling;
import dev.jpod.diff.WantedImage;
import dev.jpod.model.ByteSize;
import dev.jpod.model.HostHook;
import dev.jpod.plan.Line.Tone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One change of a plan's text before its columns are aligned.
 *
 * @param word in capitals, with the strategy where there is a choice
 * @param reason empty when the details say it all
 */
record Row(
    String symbol, Tone tone, String name, String word, String reason, List<Detail> details) {
  /**
   * One field.
   *
   * @param origin empty when it is not known
   */
  record Detail(String label, String text, String origin) {}

  static Row of(Change change, ToldPods pods, FieldOrigins origins) {
    Row row = ofFields(change, pods, origins);
    Optional<String> hook = PreStopText.of(change);
    return hook.isEmpty() ? row : row.with(new Detail("before the stop", hook.get(), ""));
  }

  /** The same row, with how long it is waited for what it starts. */
  Row waitedFor(String until, Duration deadline) {
    String text = "until " + until + ", at most ";
    return with(new Detail("waits", text + Values.duration(deadline), ""));
  }

  private Row with(Detail last) {
    List<Detail> more = new ArrayList<>(details);
    more.add(last);
    return new Row(symbol, tone, name, word, reason, more);
  }

  private static Row ofFields(Change change, ToldPods pods, FieldOrigins origins) {
    Verb verb = Verb.of(change);
    String name = change.key().display();
    return switch (change) {
      case Change.Create create ->
          plain(verb, name, create.desired().container().image().toString());
      case Change.Replace replace ->
          withFields(
              verb, word(verb) + ", " + word(replace.choice().strategy()), replace, pods, origins);
      case Change.Signal signal ->
          withFields(verb, word(verb) + " " + names(signal.signals()), signal, pods, origins);
      case Change.Unpause unpause when !unpause.signals().isEmpty() ->
          withFields(
              verb, word(verb) + ", signal " + names(unpause.signals()), unpause, pods, origins);
      case Change.OfCurrent ofCurrent -> withFields(verb, word(verb), ofCurrent, pods, origins);
      case Change.Remove remove -> plain(verb, name, Reasons.of(remove).text());
      case Change.Blocked blocked -> blocked(verb, name, blocked, origins);
    };
  }

  static Row of(PodChange change, FieldOrigins origins) {
    Verb verb = Verb.of(change);
    String name = "pod " + change.key().display();
    String reason = Reasons.of(change).text();
    return switch (change) {
      case PodChange.Create _ -> plain(verb, name, "");
      case PodChange.Remove _ -> plain(verb, name, reason);
      case PodChange.Protected kept -> blocked(verb, name, kept, origins);
      case PodChange.Blocked blocked -> blocked(verb, name, blocked, origins);
      case PodChange.OfCurrent ofCurrent ->
          withFields(
              verb,
              name,
              change instanceof PodChange.Replace replace
                  ? word(verb) + ", " + word(replace.choice().strategy())
                  : word(verb),
              reason,
              ofCurrent.difference(),
              Details.of(
                  ofCurrent.difference().fields(),
                  ofCurrent.difference().drift(),
                  path -> origins.ofPod(change.key(), path)));
    };
  }

  static Row of(NetworkChange change, String stack, FieldOrigins origins) {
    Verb verb = Verb.of(change);
    String word = HostNames.inStackFile(stack, change.network());
    String name = Values.printable("network " + word);
    return switch (change) {
      case NetworkChange.Create _ -> plain(verb, name, "");
      case NetworkChange.Remove _ -> plain(verb, name, Reasons.of(change).text());
      case NetworkChange.Blocked blocked -> blocked(verb, name, blocked, origins);
      case NetworkChange.Revise revise -> ofNetwork(change, name, word, revise.fields(), origins);
      case NetworkChange.Replace replace ->
          ofNetwork(change, name, word, replace.fields(), origins);
    };
  }

  /** Signals by their short names, as {@code HUP, USR1}. */
  private static String names(List<String> signals) {
    List<String> names = new ArrayList<>();
    for (String signal : signals) {
      names.add(signal.startsWith("SIG") ? signal.substring("SIG".length()) : signal);
    }
    return String.join(", ", names);
  }

  private static Row ofNetwork(
      NetworkChange change,
      String name,
      String word,
      List<FieldChange> fields,
      FieldOrigins origins) {
    Verb verb = Verb.of(change);
    Difference difference = new Difference(fields, List.of());
    return withFields(
        verb,
        name,
        word(verb),
        Reasons.of(change).text(),
        difference,
        Details.of(fields, List.of(), path -> origins.ofStack("networks." + word + "." + path)));
  }

  private static Row blocked(Verb verb, String name, Obstacle obstacle, FieldOrigins origins) {
    return new Row(
        verb.symbol(),
        verb.tone(),
        name,
        word(verb),
        Values.printable(obstacle.reason()),
        List.of(
            new Detail(
                "hint:",
                Values.printable(obstacle.hint()),
                Values.printable(obstacle.place(origins).orElse("")))));
  }

  static Row of(WantedImage image) {
    String pin =
        switch (image.pin()) {
          case NONE -> "";
          case LOCKED -> "  locked";
        };
    return plain(
        Verb.PULL,
        "image " + image.reference(),
        new ByteSize(image.size()) + "  " + image.digest().abbreviated() + pin);
  }

  static Row ofNewVolume(String name) {
    return plain(Verb.CREATE, "volume " + name, "");
  }

  static Row ofRelabelling(Relabelling relabelling) {
    List<Detail> details = new ArrayList<>();
    for (FieldChange label : relabelling.fields()) {
      details.add(
          new Detail(FieldText.label(label.field(), label.path()), FieldText.values(label), ""));
    }
    Verb verb = Verb.of(relabelling);
    return new Row(
        verb.symbol(),
        verb.tone(),
        Values.printable("volume " + relabelling.volume()),
        word(verb),
        relabelling.current().isAdopted() ? Reasons.ADOPTED.text() : "",
        details);
  }

  static Row of(ForeignVolume foreign, FieldOrigins origins) {
    return blocked(Verb.BLOCKED, Values.printable("volume " + foreign.volume()), foreign, origins);
  }

  static Row ofHook(HostHook hook) {
    return new Row(
        ">",
        Tone.PLAIN,
        "hook " + hook.name(),
        "RUN",
        Values.shortened(Values.joined(hook.command()))
            + "  within "
            + Values.duration(Long.toString(hook.timeout().toMillis())),
        List.of());
  }

  static Row ofLostVolume(String name) {
    return plain(Verb.REMOVE, "volume " + name, "with its data");
  }

  private static Row plain(Verb verb, String name, String reason) {
    return new Row(
        verb.symbol(),
        verb.tone(),
        Values.printable(name),
        word(verb),
        Values.printable(reason),
        List.of());
  }

  private static Row withFields(
      Verb verb, String word, Change.OfCurrent change, ToldPods pods, FieldOrigins origins) {
    return withFields(
        verb,
        change.key().display(),
        word,
        reason(change, pods),
        change.difference(),
        Details.of(change, pods, origins));
  }

  private static String reason(Change.OfCurrent change, ToldPods pods) {
    String reason = pods.reasons(change).text();
    String why = change instanceof Change.Replace replace ? replace.choice().why() : "";
    return reason + (reason.isEmpty() || why.isEmpty() ? "" : "; ") + why;
  }

  private static Row withFields(
      Verb verb,
      String name,
      String word,
      String reason,
      Difference difference,
      List<Detail> details) {
    List<String> reasons = new ArrayList<>();
    if (!reason.isEmpty()) {
      reasons.add(reason);
    }
    if (!difference.drift().isEmpty()) {
      reasons.add("drift: " + String.join("; ", texts(difference.drift())));
    }
    boolean onlyDrift = verb == Verb.LIVE && difference.fields().isEmpty();
    return new Row(
        onlyDrift ? "!" : verb.symbol(),
        onlyDrift ? Tone.WARNING : verb.tone(),
        name,
        word,
        String.join("; ", reasons),
        details);
  }

  private static List<String> texts(List<Drift> drift) {
    return drift.stream().map(FieldText::drift).toList();
  }

  private static String word(Enum<?> constant) {
    return constant instanceof Verb
        ? constant.name()
        : constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

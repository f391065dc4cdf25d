package dev.jpod.plan;

import dev.jpod.diff.Change;
import dev.jpod.diff.Difference;
import dev.jpod.diff.Drift;
import dev.jpod.diff.Field;
import dev.jpod.diff.FieldChange;
import dev.jpod.diff.FieldOrigins;
import dev.jpod.diff.Relabelling;
import dev.jpod.model.ImageReference;
import dev.jpod.model.InstanceKey;
import dev.jpod.plan.Line.Tone;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

  static Row of(Change change, FieldOrigins origins) {
    Verb verb = Verb.of(change);
    String name = change.key().display();
    return switch (change) {
      case Change.Create create ->
          plain(verb, name, create.desired().container().image().toString());
      case Change.Replace replace ->
          withFields(verb, word(verb) + ", " + word(replace.strategy()), replace, origins);
      case Change.OfCurrent ofCurrent -> withFields(verb, word(verb), ofCurrent, origins);
      case Change.Remove remove -> plain(verb, name, Reasons.of(remove).text());
      case Change.Blocked blocked ->
          new Row(
              verb.symbol(),
              verb.tone(),
              name,
              word(verb),
              Values.printable(blocked.reason()),
              List.of(new Detail("hint:", Values.printable(blocked.hint()), "")));
    };
  }

  static Row ofNewVolume(String name) {
    return plain(Verb.CREATE, "volume " + name, "");
  }

  static Row ofRelabelling(Relabelling relabelling) {
    List<Detail> details = new ArrayList<>();
    for (FieldChange label : relabelling.fields()) {
      details.add(new Detail(FieldText.label(label.path()), FieldText.values(label), ""));
    }
    return new Row(
        Verb.RECORD.symbol(),
        Verb.RECORD.tone(),
        Values.printable("volume " + relabelling.volume()),
        word(Verb.RECORD),
        "",
        details);
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
      Verb verb, String word, Change.OfCurrent change, FieldOrigins origins) {
    Difference difference = change.difference();
    String name = change.key().display();
    List<String> reasons = new ArrayList<>();
    String reason = Reasons.of(change).text();
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
        details(change, origins));
  }

  private static List<String> texts(List<Drift> drift) {
    return drift.stream().map(FieldText::drift).toList();
  }

  private static List<Detail> details(Change.OfCurrent change, FieldOrigins origins) {
    Map<String, Drift> drift = new HashMap<>();
    change.difference().drift().forEach(each -> drift.put(each.path(), each));
    List<Detail> details = new ArrayList<>();
    boolean newImage = has(change, Field.IMAGE);
    for (FieldChange field : change.difference().fields()) {
      boolean toldWithImage = newImage && field.path().equals(Field.IMAGE_NAME.path());
      if (!toldWithImage && !isToldWithGrant(field)) {
        String text =
            field.path().equals(Field.IMAGE.path()) ? images(change) : FieldText.values(field);
        String conflict = drift.containsKey(field.path()) ? " (conflict)" : "";
        details.add(
            new Detail(
                FieldText.label(field.path()),
                text + conflict,
                origin(origins, change.key(), field.path())));
      }
    }
    details.sort(Comparator.comparing(Detail::label));
    return details;
  }

  /** A content that comes or goes does so with its file. */
  private static boolean isToldWithGrant(FieldChange change) {
    Field field = Field.at(change.path());
    return (field == Field.CONFIG_CONTENT || field == Field.SECRET_CONTENT)
        && (change.before() == null || change.after() == null);
  }

  private static boolean has(Change.OfCurrent change, Field field) {
    return change.difference().fields().stream().anyMatch(f -> f.path().equals(field.path()));
  }

  private static String origin(FieldOrigins origins, InstanceKey key, String path) {
    return Values.printable(FieldText.origin(origins, key, path).orElse(""));
  }

  /** Tag and digest when the rest of the name stays, else the whole name. */
  private static String images(Change.OfCurrent change) {
    String before = change.current().applied().get(Field.IMAGE_NAME.path());
    String after = change.desired().container().image().toString();
    ImageReference left = reference(before);
    ImageReference right = change.desired().container().image();
    String leftId = change.current().applied().get(Field.IMAGE.path());
    String rightId = change.desired().image().value();
    return left != null && left.name().equals(right.name())
        ? image(left.tag(), leftId) + " → " + image(right.tag(), rightId)
        : image(before, leftId) + " → " + image(after, rightId);
  }

  private static String image(@Nullable String name, @Nullable String id) {
    return Values.printable(name == null ? "" : name) + (id == null ? "" : "@" + Values.digest(id));
  }

  private static @Nullable ImageReference reference(@Nullable String text) {
    try {
      return text == null ? null : ImageReference.of(text);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private static String word(Enum<?> constant) {
    return constant instanceof Verb
        ? constant.name()
        : constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

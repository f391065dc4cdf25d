package dev.jpod.plan;

import dev.jpod.diff.Change;
import dev.jpod.diff.Drift;
import dev.jpod.diff.Field;
import dev.jpod.diff.FieldChange;
import dev.jpod.diff.FieldKind;
import dev.jpod.diff.FieldOrigins;
import dev.jpod.model.ImageReference;
import dev.jpod.plan.Row.Detail;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The fields of a change, as the lines below its {@link Row} tell them. */
final class Details {
  private Details() {}

  /** Those of a container; an image that is another one is told with its name. */
  static List<Detail> of(Change.OfCurrent change, ToldPods pods, FieldOrigins origins) {
    boolean newImage = change.difference().changes(Field.IMAGE);
    List<FieldChange> fields = new ArrayList<>();
    for (FieldChange field : pods.fields(change)) {
      boolean toldWithImage = newImage && field.field() == Field.IMAGE_NAME;
      if (!toldWithImage && !isToldWithGrant(field)) {
        fields.add(field);
      }
    }
    List<Detail> details =
        of(fields, change.difference().drift(), path -> origins.of(change.key(), path));
    if (newImage) {
      String label = Field.IMAGE.path();
      details.replaceAll(
          detail ->
              detail.label().equals(label)
                  ? new Detail(label, images(change), detail.origin())
                  : detail);
    }
    return details;
  }

  /** One for each field, by label; a value that somebody changed as well is marked. */
  static List<Detail> of(
      List<FieldChange> fields, List<Drift> drift, Function<String, Optional<String>> origin) {
    Set<String> drifted = new HashSet<>();
    drift.forEach(each -> drifted.add(each.path()));
    List<Detail> details = new ArrayList<>();
    for (FieldChange field : fields) {
      details.add(
          new Detail(
              FieldText.label(field.field(), field.path()),
              FieldText.values(field) + (drifted.contains(field.path()) ? " (conflict)" : ""),
              Values.printable(origin.apply(field.field().inStackFile(field.path())).orElse(""))));
    }
    details.sort(Comparator.comparing(Detail::label));
    return details;
  }

  /** A content that comes or goes does so with its file. */
  private static boolean isToldWithGrant(FieldChange change) {
    FieldKind field = change.field();
    return (field == Field.CONFIG_CONTENT || field == Field.SECRET_CONTENT)
        && (change.before() == null || change.after() == null);
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
}

package dev.jpod.plan;

import dev.jpod.diff.Drift;
import dev.jpod.diff.Field;
import dev.jpod.diff.FieldChange;
import dev.jpod.diff.FieldKind;
import dev.jpod.diff.PodField;
import dev.jpod.model.Instance.Sensitivity;
import dev.jpod.observed.ObservedContainer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the fields of a change read. */
final class FieldText {
  private static final String SECRET = "(secret)";
  private static final String ARROW = " → ";
  private static final String LIMITS = "resources.";
  private static final int MANY_WORDS = 4;

  private FieldText() {}

  /** The path without what goes without saying. */
  static String label(FieldKind field, String path) {
    String written = field.inStackFile(path);
    boolean isContent = field == Field.CONFIG_CONTENT || field == Field.SECRET_CONTENT;
    boolean isReaction = field == Field.CONFIG_ON_CHANGE || field == Field.SECRET_ON_CHANGE;
    if (isReaction) {
      return Values.printable(written + " onChange");
    }
    return Values.printable(
        isContent
            ? written + " content"
            : written.startsWith(LIMITS) ? written.substring(LIMITS.length()) : written);
  }

  /** The two values, or what came and what went. */
  static String values(FieldChange change) {
    FieldKind field = change.field();
    if (change.sensitivity() == Sensitivity.SECRET) {
      return secrets(field, change);
    }
    if (field == Field.CAPABILITIES_ADDED
        || field == Field.CAPABILITIES_DROPPED
        || field == Field.GROUPS
        || field == Field.SHARE
        || field == PodField.SHARE) {
      return members(field, change.before(), change.after());
    }
    return field == Field.ARGS || field == Field.COMMAND
        ? words(field, change.before(), change.after())
        : pair(field, change.before(), change.after());
  }

  /** {@code pids 4096 live, 512 wanted}. A health check drifts only by coming to an end. */
  static String drift(Drift drift) {
    FieldKind field = drift.field();
    if (field == Field.HEALTH_CHECK) {
      return label(field, drift.path()) + " is not carried out any more";
    }
    return label(field, drift.path())
        + " "
        + limit(field, drift.live())
        + " live, "
        + limit(field, drift.wanted())
        + " wanted";
  }

  private static String limit(FieldKind field, String value) {
    return value.isEmpty() ? Values.absent(field) : Values.of(field, value);
  }

  private static String secrets(FieldKind field, FieldChange change) {
    if (change.before() == null) {
      return Values.absent(field) + ARROW + SECRET;
    }
    return SECRET + ARROW + (change.after() == null ? Values.absent(field) : "(secret, changed)");
  }

  private static String pair(FieldKind field, @Nullable String before, @Nullable String after) {
    String apart = field == Field.HEALTH_CHECK ? entries(before, after) : null;
    if (apart != null) {
      return apart;
    }
    String left = Values.of(field, before);
    String right = Values.of(field, after);
    return left + ARROW + (left.equals(right) ? right + " (changed)" : right);
  }

  /** Only what differs in two health checks; null where one is not there or switched off. */
  private static @Nullable String entries(@Nullable String before, @Nullable String after) {
    return before == null
            || after == null
            || before.equals(ObservedContainer.UNCHECKED)
            || after.equals(ObservedContainer.UNCHECKED)
        ? null
        : Values.entriesApart(before, after, ARROW);
  }

  private static String members(FieldKind field, @Nullable String before, @Nullable String after) {
    List<String> left = before == null ? List.of() : Values.elements(before);
    List<String> right = after == null ? List.of() : Values.elements(after);
    if (left == null || right == null) {
      return pair(field, before, after);
    }
    List<String> texts = new ArrayList<>();
    for (String member : right) {
      if (!left.contains(member)) {
        texts.add("+" + Values.printable(member));
      }
    }
    for (String member : left) {
      if (!right.contains(member)) {
        texts.add("-" + Values.printable(member));
      }
    }
    return texts.isEmpty() ? pair(field, before, after) : String.join(" ", texts);
  }

  /** Leaves out what long lists of words have in common at either end, but for a word before. */
  private static String words(FieldKind field, @Nullable String before, @Nullable String after) {
    List<String> left = before == null ? null : Values.elements(before);
    List<String> right = after == null ? null : Values.elements(after);
    if (left == null || right == null || Math.max(left.size(), right.size()) <= MANY_WORDS) {
      return pair(field, before, after);
    }
    int shorter = Math.min(left.size(), right.size());
    int head = 0;
    while (head < shorter && left.get(head).equals(right.get(head))) {
      head++;
    }
    head = Math.max(0, head - 1);
    int tail = 0;
    while (tail < shorter - head - 1
        && left.get(left.size() - 1 - tail).equals(right.get(right.size() - 1 - tail))) {
      tail++;
    }
    return middle(left, head, tail) + ARROW + middle(right, head, tail);
  }

  private static String middle(List<String> words, int head, int tail) {
    List<String> parts = new ArrayList<>(3);
    if (head > 0) {
      parts.add("…");
    }
    if (head + tail < words.size()) {
      parts.add(Values.shortened(Values.joined(words.subList(head, words.size() - tail))));
    }
    if (tail > 0 && (head == 0 || parts.size() > 1)) {
      parts.add("…");
    }
    return String.join(" ", parts);
  }
}

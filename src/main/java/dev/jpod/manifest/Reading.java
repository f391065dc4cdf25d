package dev.jpod.manifest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One run of the reader: the variables it goes by, what it has found wrong so far, where each field
 * stands, and how much more it is willing to read.
 */
final class Reading implements Interpolation.Source {
  private static final int MOST_PROBLEMS = 200;
  private static final int MOST_VALUES = 200_000;
  private static final int MOST_CHARACTERS = 32 << 20;

  private final Variables variables;
  private final Interpolation interpolation;
  private final Map<String, String> used = new TreeMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();
  private final Map<String, Place> places = new HashMap<>();
  private int values;
  private long characters;

  Reading(Variables variables) {
    this.variables = variables;
    this.interpolation = new Interpolation(this);
  }

  /** The fields that the command line sets. */
  List<FieldSetting> settings() {
    return variables.fields();
  }

  @Override
  public @Nullable String valueOf(String name) {
    return noted(name, variables.get(name));
  }

  /** The user's home folder, for paths that start with {@code ~}. */
  @Nullable String home() {
    return noted("HOME", variables.home());
  }

  private @Nullable String noted(String name, @Nullable String value) {
    if (value != null) {
      used.put(name, value);
    }
    return value;
  }

  /** What was asked of the variables so far, with the fields that were set. */
  Map<String, String> used() {
    Map<String, String> all = new TreeMap<>(used);
    for (FieldSetting field : variables.fields()) {
      all.put(field.path(), field.value());
    }
    return all;
  }

  void problem(Problem problem) {
    problems.add(problem);
    if (problems.size() >= MOST_PROBLEMS) {
      throw new InvalidManifest(problems);
    }
  }

  void warning(Problem warning) {
    if (warnings.size() < MOST_PROBLEMS) {
      warnings.add(warning);
    }
  }

  /** Ends the run when anything was wrong. */
  void refuseProblems() {
    if (!problems.isEmpty()) {
      problems.sort(Reading::byPlace);
      throw new InvalidManifest(problems);
    }
  }

  List<Problem> warnings() {
    return warnings;
  }

  /** Remembers where a field stands, by its path in the manifest. */
  void stands(String path, Place place) {
    places.putIfAbsent(path, place);
  }

  Map<String, Place> places() {
    return places;
  }

  /** Takes note of a value that is read; aliases can make few lines stand for very many of them. */
  void spendValue(Place place) {
    if (++values > MOST_VALUES) {
      throw tooMuch(place, "the manifest holds more than 200000 values, aliases followed");
    }
  }

  /** The text with its variables replaced. */
  String expand(String text, Place place) throws Mistake {
    String expanded = interpolation.expand(text);
    characters += expanded.length();
    if (characters > MOST_CHARACTERS) {
      throw tooMuch(place, "the manifest holds more than 32 MiB of text, variables replaced");
    }
    return expanded;
  }

  private InvalidManifest tooMuch(Place place, String message) {
    List<Problem> all = new ArrayList<>(problems);
    all.add(new Problem(place, "", message, "split the stack, or use fewer aliases and variables"));
    return new InvalidManifest(all);
  }

  private static int byPlace(Problem a, Problem b) {
    Place one = a.place();
    Place other = b.place();
    if (!one.file().equals(other.file())) {
      return one.file().compareTo(other.file());
    }
    return one.line() != other.line()
        ? Integer.compare(one.line(), other.line())
        : Integer.compare(one.column(), other.column());
  }
}

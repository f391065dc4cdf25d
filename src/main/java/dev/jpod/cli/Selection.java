package dev.jpod.cli;

import dev.jpod.manifest.Spelling;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.observed.ObservedContainer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds what people name: by name, by place in a stack, by family, or by the start of an id. */
final class Selection<T> {
  private static final int ID_LENGTH = 64;

  private final String what;
  private final String listing;
  private final List<T> items;
  private final Function<T, Names> names;
  private final Predicate<T> secondary;

  /**
   * What something may be called, the most exact first.
   *
   * @param name on the host
   * @param id 64 hexadecimal digits, of which the first will do; empty for what has a name only
   * @param places where it is in a stack: {@code web[0]}
   * @param families what it has in common with others: {@code web}
   */
  record Names(String name, String id, List<String> places, List<String> families) {}

  /**
   * Chooses from the items.
   *
   * @param what they are, in one word
   * @param listing the command that lists them
   */
  Selection(String what, String listing, List<T> items, Function<T, Names> names) {
    this(what, listing, items, names, _ -> false);
  }

  /**
   * As the other constructor.
   *
   * @param secondary which of several that a name fits are not meant by it; asked only then
   */
  Selection(
      String what,
      String listing,
      List<T> items,
      Function<T, Names> names,
      Predicate<T> secondary) {
    this.secondary = secondary;
    this.what = what;
    this.listing = listing;
    this.items = items;
    this.names = names;
  }

  /**
   * The items of these names, each once, in the order of the names.
   *
   * @throws JpodException when a name fits none or several; nothing is chosen then
   */
  List<T> all(List<String> called) {
    List<T> chosen = new ArrayList<>();
    for (String name : called) {
      T item = one(name);
      if (!chosen.contains(item)) {
        chosen.add(item);
      }
    }
    return chosen;
  }

  /** The item of that name. */
  T one(String name) {
    T found = find(name);
    if (found == null) {
      throw missing(name);
    }
    return found;
  }

  /** The item of that name, or null when it fits none. */
  @Nullable T find(String name) {
    for (Predicate<Names> reading : readings(name)) {
      List<T> fitting = new ArrayList<>();
      for (T item : items) {
        if (reading.test(names.apply(item))) {
          fitting.add(item);
        }
      }
      if (fitting.size() > 1 && !fitting.stream().allMatch(secondary)) {
        fitting.removeIf(secondary);
      }
      if (fitting.size() == 1) {
        return fitting.getFirst();
      }
      if (!fitting.isEmpty()) {
        throw ambiguous(name, fitting);
      }
    }
    return null;
  }

  private static List<Predicate<Names>> readings(String name) {
    return List.of(
        item -> item.name().equals(name) || item.id().equals(name),
        item -> item.places().contains(name),
        item -> item.families().contains(name),
        item -> isStartOfId(name) && item.id().startsWith(name));
  }

  private static boolean isStartOfId(String name) {
    if (name.isEmpty() || name.length() > ID_LENGTH) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if ("0123456789abcdef".indexOf(name.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  private JpodException ambiguous(String name, List<T> fitting) {
    Set<String> called = new LinkedHashSet<>();
    fitting.forEach(item -> called.add(names.apply(item).name()));
    if (called.size() < fitting.size()) {
      called.clear();
      fitting.forEach(item -> called.add(ObservedContainer.shortened(names.apply(item).id())));
    }
    return new JpodException(
        Failure.FAILED,
        "'" + name + "' may be any of " + fitting.size() + " " + what + "s",
        "choose one: " + String.join(", ", called));
  }

  private JpodException missing(String name) {
    List<String> known = new ArrayList<>();
    for (T item : items) {
      known.add(names.apply(item).name());
    }
    String nearest = Spelling.nearest(name, known);
    String listed = "'" + listing + "' lists the " + what + "s";
    return JpodException.notFound(
        "there is no " + what + " '" + name + "'",
        nearest == null ? listed : "did you mean " + nearest + "? " + listed);
  }
}

package dev.jpod.cli;

import dev.jpod.manifest.Spelling;
import dev.jpod.model.Failure;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.JpodException;
import dev.jpod.observed.ObservedContainer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the containers that people name: by name ({@code shop-web-0}), by instance ({@code web[0]},
 * {@code shop/web[0].nginx}), by pod ({@code web}) when it has only one, or by the start of an id.
 */
final class ContainerSelection {
  private static final int ID_LENGTH = 64;

  private final List<ObservedContainer> containers;

  ContainerSelection(List<ObservedContainer> containers) {
    this.containers = containers;
  }

  /**
   * The containers of these names, each once, in the order of the names.
   *
   * @throws JpodException when a name fits none or several; nothing is chosen then
   */
  List<ObservedContainer> all(List<String> names) {
    List<ObservedContainer> chosen = new ArrayList<>();
    for (String name : names) {
      ObservedContainer container = one(name);
      if (!chosen.contains(container)) {
        chosen.add(container);
      }
    }
    return chosen;
  }

  /** The container of that name. */
  ObservedContainer one(String name) {
    for (Predicate<ObservedContainer> reading : readings(name)) {
      List<ObservedContainer> fitting = new ArrayList<>();
      for (ObservedContainer container : containers) {
        if (reading.test(container)) {
          fitting.add(container);
        }
      }
      if (fitting.size() == 1) {
        return fitting.getFirst();
      }
      if (!fitting.isEmpty()) {
        throw ambiguous(name, fitting);
      }
    }
    throw missing(name);
  }

  /** What a name can mean, the most exact first. */
  private static List<Predicate<ObservedContainer>> readings(String name) {
    return List.of(
        container -> container.name().equals(name) || container.id().equals(name),
        container -> isInstance(container.owner(), name),
        container -> isPod(container.owner(), name),
        container -> isStartOfId(name) && container.id().startsWith(name));
  }

  private static boolean isInstance(@Nullable InstanceKey key, String name) {
    return key != null && (key.display().equals(name) || key.toString().equals(name));
  }

  private static boolean isPod(@Nullable InstanceKey key, String name) {
    return key != null
        && (key.pod().equals(name)
            || name.equals(key.stack() + "/" + key.pod())
            || name.equals(key.stack() + "-" + key.pod()));
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

  private static JpodException ambiguous(String name, List<ObservedContainer> fitting) {
    Set<String> names = new LinkedHashSet<>();
    Set<String> ids = new LinkedHashSet<>();
    for (ObservedContainer container : fitting) {
      names.add(container.name());
      ids.add(container.shortId());
    }
    return new JpodException(
        Failure.FAILED,
        "'" + name + "' may be any of " + fitting.size() + " containers",
        "choose one: " + String.join(", ", names.size() == fitting.size() ? names : ids));
  }

  private JpodException missing(String name) {
    List<String> names = new ArrayList<>();
    for (ObservedContainer container : containers) {
      names.add(container.name());
    }
    String nearest = Spelling.nearest(name, names);
    return JpodException.notFound(
        "there is no container '" + name + "'",
        nearest == null
            ? "'jpod ps --all' lists the containers"
            : "did you mean " + nearest + "? 'jpod ps --all' lists the containers");
  }
}

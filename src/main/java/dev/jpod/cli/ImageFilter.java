package dev.jpod.cli;

import dev.jpod.image.Image;
import dev.jpod.image.ImageStore;
import dev.jpod.model.ImageReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which images, and which of their names, are listed; as docker has it. */
final class ImageFilter {
  static final String OPTION = "--filter";
  static final String ACCEPTED =
      "dangling=true, dangling=false, reference=PATTERN, label=KEY, label=KEY=VALUE, before=IMAGE"
          + " or since=IMAGE";

  private final List<NamePattern> patterns = new ArrayList<>();
  private final List<Predicate<Image>> conditions = new ArrayList<>();

  private ImageFilter() {}

  /**
   * Reads filters. Several narrow down; of several patterns of names one has to fit.
   *
   * @param names patterns that were given as arguments
   */
  static ImageFilter of(List<String> names, List<String> filters, ImageStore images) {
    ImageFilter filter = new ImageFilter();
    for (String name : names) {
      filter.patterns.add(NamePattern.of(name));
    }
    for (String text : filters) {
      filter.add(text, images);
    }
    return filter;
  }

  private void add(String text, ImageStore images) {
    int equals = text.indexOf('=');
    String value = text.substring(equals + 1);
    if (equals < 0 || value.isEmpty()) {
      throw Arguments.wrong(OPTION, text, ACCEPTED);
    }
    switch (text.substring(0, equals)) {
      case "reference" -> patterns.add(NamePattern.of(value));
      case "dangling" -> conditions.add(dangling(text, value));
      case "label" -> conditions.add(label(value));
      case "before" -> {
        Instant point = created(value, images);
        conditions.add(image -> image.created().isBefore(point));
      }
      case "since", "after" -> {
        Instant point = created(value, images);
        conditions.add(image -> image.created().isAfter(point));
      }
      default -> throw Arguments.wrong(OPTION, text, ACCEPTED);
    }
  }

  private static Predicate<Image> dangling(String text, String value) {
    return switch (value) {
      case "true" -> image -> image.references().isEmpty();
      case "false" -> image -> !image.references().isEmpty();
      default -> throw Arguments.wrong(OPTION, text, ACCEPTED);
    };
  }

  /** Whether an image has a label: {@code KEY}, or {@code KEY=VALUE}. */
  static Predicate<Image> label(String value) {
    int equals = value.indexOf('=');
    String key = equals < 0 ? value : value.substring(0, equals);
    return image -> {
      Map<String, String> labels = image.config().labels();
      return equals < 0
          ? labels.containsKey(key)
          : value.substring(equals + 1).equals(labels.get(key));
    };
  }

  private static Instant created(String name, ImageStore images) {
    return images.resolve(name).orElseThrow(() -> ImageNames.missing(name)).created();
  }

  /** Whether an image is listed, by whatever name or without one. */
  boolean fits(Image image) {
    if (!meetsConditions(image)) {
      return false;
    }
    if (patterns.isEmpty()) {
      return true;
    }
    for (ImageReference name : image.references()) {
      if (fitsPattern(name)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a name of an image that fits is listed; null stands for an image without one. */
  boolean fits(@Nullable ImageReference name) {
    return patterns.isEmpty() || (name != null && fitsPattern(name));
  }

  private boolean meetsConditions(Image image) {
    for (Predicate<Image> condition : conditions) {
      if (!condition.test(image)) {
        return false;
      }
    }
    return true;
  }

  private boolean fitsPattern(ImageReference name) {
    for (NamePattern pattern : patterns) {
      if (pattern.fits(name)) {
        return true;
      }
    }
    return false;
  }
}

package dev.jpod.cli;

import dev.jpod.model.ImageReference;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A pattern for names of images, in which {@code *} stands for anything but a slash and {@code ?}
 * for one letter. It fits a name with or without its tag, and with or without the registry when
 * that is docker.io or localhost.
 */
record NamePattern(Pattern pattern) {
  static NamePattern of(String text) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      regex.append(
          switch (c) {
            case '*' -> "[^/]*";
            case '?' -> "[^/]";
            default -> Pattern.quote(String.valueOf(c));
          });
    }
    return new NamePattern(Pattern.compile(regex.toString()));
  }

  boolean fits(ImageReference name) {
    for (String form : forms(name)) {
      if (pattern.matcher(form).matches()) {
        return true;
      }
    }
    return false;
  }

  private static List<String> forms(ImageReference name) {
    List<String> forms = new ArrayList<>();
    for (String whole : List.of(name.name(), name.toString())) {
      forms.add(whole);
      for (String prefix : List.of("docker.io/", "docker.io/library/", "localhost/")) {
        if (whole.startsWith(prefix)) {
          forms.add(whole.substring(prefix.length()));
        }
      }
    }
    return forms;
  }
}

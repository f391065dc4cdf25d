package dev.jpod.runtime;

import dev.jpod.runtime.SeccompRule.Condition;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the engine's own profile, seccomp.rules, which explains its form itself. */
final class BuiltInSeccomp {
  private static final String RESOURCE = "seccomp.rules";
  private static final int EPERM = 1;
  private static final int ENOSYS = 38;

  private final List<SeccompRule> rules = new ArrayList<>();
  private @Nullable Head head;

  private BuiltInSeccomp() {}

  /** What a paragraph does with its calls, and where. */
  private record Head(
      String action,
      @Nullable Integer errno,
      Set<String> with,
      Set<String> without,
      @Nullable KernelVersion since) {
    SeccompRule rule(List<String> names, List<Condition> conditions) {
      return new SeccompRule(
          names, action, errno, conditions, with, without, Set.of(), Set.of(), since);
    }
  }

  static SeccompProfile read() {
    try (InputStream in = BuiltInSeccomp.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + RESOURCE + " is missing");
      }
      return read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static SeccompProfile read(String text) {
    BuiltInSeccomp reader = new BuiltInSeccomp();
    text.lines().forEach(reader::line);
    return SeccompProfile.refusing(ENOSYS, EPERM, reader.rules);
  }

  private void line(String line) {
    if (line.isBlank() || line.startsWith("#")) {
      return;
    }
    List<String> words = words(line);
    if (!line.startsWith(" ")) {
      head = head(words);
    } else if (head == null) {
      throw malformed(line);
    } else if (words.size() > 1 && words.get(1).equals("if")) {
      rules.add(head.rule(List.of(words.getFirst()), conditions(words)));
    } else {
      rules.add(head.rule(words, List.of()));
    }
  }

  private static Head head(List<String> words) {
    boolean allows = words.getFirst().equals("allow");
    Integer errno = allows ? null : Integer.valueOf(words.get(1));
    Set<String> with = new HashSet<>();
    Set<String> without = new HashSet<>();
    KernelVersion since = null;
    for (int i = allows ? 1 : 2; i < words.size(); i += 2) {
      String value = words.get(i + 1);
      switch (words.get(i)) {
        case "with" -> with.add(value);
        case "without" -> without.add(value);
        case "since" -> since = KernelVersion.parse(value);
        default -> throw malformed(String.join(" ", words));
      }
    }
    return new Head(
        allows ? SeccompProfile.ALLOW : SeccompProfile.FAIL, errno, with, without, since);
  }

  /** {@code NAME if INDEX OPERATOR VALUE and INDEX & MASK == VALUE}. */
  private static List<Condition> conditions(List<String> words) {
    List<Condition> conditions = new ArrayList<>();
    int at = 2;
    while (at < words.size()) {
      int index = Integer.parseInt(words.get(at));
      String operator = words.get(at + 1);
      long value = Long.decode(words.get(at + 2));
      at += 3;
      if (operator.equals("&")) {
        conditions.add(
            new Condition(index, "SCMP_CMP_MASKED_EQ", value, Long.decode(words.get(at + 1))));
        at += 2;
      } else {
        conditions.add(new Condition(index, comparison(operator), value, 0));
      }
      at++;
    }
    return conditions;
  }

  private static String comparison(String operator) {
    return switch (operator) {
      case "==" -> "SCMP_CMP_EQ";
      case "!=" -> "SCMP_CMP_NE";
      case "<" -> "SCMP_CMP_LT";
      case ">" -> "SCMP_CMP_GT";
      default -> throw malformed(operator);
    };
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= line.length(); i++) {
      boolean gap = i == line.length() || line.charAt(i) == ' ' || line.charAt(i) == ':';
      if (gap) {
        if (i > start) {
          words.add(line.substring(start, i));
        }
        start = i + 1;
      }
    }
    return words;
  }

  private static IllegalStateException malformed(String what) {
    return new IllegalStateException("seccomp.rules cannot be understood at '" + what + "'");
  }
}

package dev.jpod.registry;

import dev.jpod.json.JsonTree;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What the statuses of registries mean for a person. */
final class Answers {
  private static final int LARGEST_COMPLAINT = 64 * 1024;
  private static final int LONGEST_QUOTE = 200;

  private Answers() {}

  /** A failure that may be gone later. */
  static final class Busy extends IOException {
    private static final long serialVersionUID = 1L;

    private final Duration wait;

    Busy(String message, Duration wait) {
      super(message);
      this.wait = wait;
    }

    /** How long the registry wants to be left alone; zero when it does not say. */
    Duration pause() {
      return wait;
    }
  }

  /** The registry does not let in whoever asks. */
  static final class Denied extends JpodException {
    private static final long serialVersionUID = 1L;

    private final String said;

    Denied(String message, String hint, String said) {
      super(Failure.FAILED, message, hint);
      this.said = said;
    }

    /** Its status and its words. */
    String said() {
      return said;
    }
  }

  /**
   * Returns when the status is one of success.
   *
   * @param refusal what the registry does not do, after its name
   * @throws JpodException of kind NOT_FOUND for 404, else FAILED
   * @throws Busy when another attempt can help
   */
  static void requireSuccess(Response answer, String registry, String refusal) throws IOException {
    if (answer.succeeded()) {
      return;
    }
    int status = answer.status();
    String said = status + complaint(answer);
    switch (status) {
      case 401, 403 -> throw denied(registry, refusal, said);
      case 404 ->
          throw JpodException.notFound(
              "the registry '" + registry + "' " + refusal + ": " + said,
              "see whether the name is right; some registries hide what needs a login: jpod login "
                  + registry);
      case 408, 429 -> throw new Busy("it answers " + said, pause(answer));
      default -> {
        if (status >= 500) {
          throw new Busy("it answers " + said, pause(answer));
        }
        throw JpodException.failed(
            "the registry '" + registry + "' " + refusal + ": " + said,
            "what the registry says tells the cause");
      }
    }
  }

  /**
   * Returns when the status of an answer to an upload is one of success.
   *
   * @throws JpodException as {@link #requireSuccess} does
   */
  static void requireTaken(Response answer, String registry, String refusal) throws IOException {
    switch (answer.status()) {
      case 404, 405, 413 -> {
        String said = answer.status() + complaint(answer);
        throw notTaken(answer.status(), said, registry, refusal);
      }
      default -> requireSuccess(answer, registry, refusal);
    }
  }

  /**
   * What the status of an upload means of which nothing else is known.
   *
   * @return what another attempt can help against
   */
  static Busy busy(int status, String registry, String refusal) {
    return switch (status) {
      case 401, 403 -> throw denied(registry, refusal, String.valueOf(status));
      default -> {
        if (status < 500 && status != 408 && status != 429) {
          throw notTaken(status, String.valueOf(status), registry, refusal);
        }
        yield new Busy("it answers " + status, Duration.ZERO);
      }
    };
  }

  private static JpodException notTaken(int status, String said, String registry, String refusal) {
    String hint =
        switch (status) {
          case 404 -> "see whether the name is right; some registries want it to be made first";
          case 405 -> "it may be a cache for another registry: push to that one";
          case 413 -> "its operator, or that of a proxy before it, limits the size of uploads";
          default -> "what the registry says tells the cause";
        };
    String message = "the registry '" + registry + "' " + refusal + ": " + said;
    return status == 404
        ? JpodException.notFound(message, hint)
        : JpodException.failed(message, hint);
  }

  /** The registry wants somebody else to ask. */
  static JpodException denied(String registry, String refusal, String said) {
    return new Denied(
        "the registry '" + registry + "' " + refusal + ": " + said,
        "log in with a user who may do that: jpod login " + registry,
        said);
  }

  /** What the registry says of an error, after a colon; empty when it says nothing readable. */
  static String complaint(Response answer) throws IOException {
    byte[] text = answer.read(LARGEST_COMPLAINT);
    if (text == null || text.length == 0) {
      return "";
    }
    JsonNode fields;
    try {
      fields = JsonTree.read(text);
    } catch (JacksonException e) {
      return "";
    }
    JsonNode first = fields.path("errors").path(0);
    String words = first.path("message").asString("");
    if (words.isEmpty()) {
      words = first.path("code").asString(fields.path("details").asString(""));
    }
    return words.isEmpty() ? "" : ": " + quoted(words);
  }

  /** Somebody else's words, cut and without characters that could speak to a terminal. */
  static String quoted(String words) {
    StringBuilder safe = new StringBuilder();
    for (int i = 0; i < words.length() && safe.length() < LONGEST_QUOTE; i++) {
      char c = words.charAt(i);
      safe.append(Character.isISOControl(c) ? ' ' : c);
    }
    return safe.toString().strip();
  }

  /** The {@code Retry-After} of RFC 9110: seconds or a date. */
  private static Duration pause(Response answer) {
    String text = answer.header("Retry-After");
    Duration pause = text == null ? null : seconds(text);
    return pause == null || pause.isNegative() ? Duration.ZERO : pause;
  }

  private static @Nullable Duration seconds(String text) {
    try {
      return Duration.ofSeconds(Long.parseLong(text.strip()));
    } catch (NumberFormatException e) {
      try {
        Instant until =
            ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        return Duration.between(Instant.now(), until);
      } catch (DateTimeException f) {
        return null;
      }
    }
  }
}

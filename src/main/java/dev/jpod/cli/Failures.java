package dev.jpod.cli;

import dev.jpod.cli.Paint.Style;
import dev.jpod.manifest.Problem;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** Tells a person what went wrong: a sentence, and what to do about it. */
final class Failures {
  private final Console console;
  private final Detail detail;

  /** Whether the place in the code is shown. */
  enum Detail {
    SENTENCE,
    STACK_TRACE
  }

  Failures(Console console, Detail detail) {
    this.console = console;
    this.detail = detail;
  }

  /** Tells it, and gives the exit code for it. */
  ExitCode report(Throwable problem) {
    ExitCode code = tell(problem);
    if (detail == Detail.STACK_TRACE && code != ExitCode.BROKEN_PIPE) {
      StringWriter trace = new StringWriter();
      problem.printStackTrace(new PrintWriter(trace));
      console.draw(trace.toString());
    }
    return code;
  }

  private ExitCode tell(Throwable problem) {
    return switch (problem) {
      case JpodException known -> {
        say(String.valueOf(known.getMessage()), known.hint());
        yield ExitCode.of(known.failure());
      }
      case RefusedManifest refused -> {
        List<Problem> problems = refused.reason().problems();
        new ProblemReport(console, refused.texts()).write(problems);
        say(
            "the manifest has "
                + problems.size()
                + (problems.size() == 1 ? " problem" : " problems"),
            "");
        yield ExitCode.INVALID_MANIFEST;
      }
      case Output.Lost lost when lost.isBrokenPipe() -> ExitCode.BROKEN_PIPE;
      case Output.Lost lost -> {
        say(
            "standard output could not be written: " + lost.reason(),
            "what was asked for is done, but not all of its result was shown");
        yield ExitCode.FAILED;
      }
      case UncheckedIOException io -> tell(failure(Objects.requireNonNull(io.getCause())));
      case OutOfMemoryError _ -> {
        say("there was not enough memory", "run 'jpod --debug ...' to see where it ran out");
        yield ExitCode.FAILED;
      }
      case StackOverflowError _ -> {
        say("the input is nested too deeply", "run again with --debug to see where");
        yield ExitCode.FAILED;
      }
      default -> {
        say(
            "something unexpected went wrong inside jpod: " + problem,
            "run again with --debug, and report what it shows");
        yield ExitCode.FAILED;
      }
    };
  }

  private static JpodException failure(IOException cause) {
    return IoFailure.of("a file could not be used", cause);
  }

  private void say(String message, String hint) {
    Paint paint = console.errPaint();
    console.note(paint.paint(Style.RED, "jpod:") + " " + harmless(message));
    if (!hint.isEmpty()) {
      console.note(paint.paint(Style.CYAN, "hint:") + " " + harmless(hint));
    }
  }

  private static boolean isInvisible(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  /** The text without the control characters by which a file could speak to the terminal. */
  static String harmless(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isInvisible(c) && c != '\n') {
        safe.append("\\u").append(Integer.toHexString(0x10000 | c), 1, 5);
      } else {
        safe.append(c);
      }
    }
    return safe.toString();
  }
}

package dev.jpod.cli;

import dev.jpod.cli.Arguments.Format;
import dev.jpod.engine.LogLine;
import dev.jpod.engine.LogQuery.Following;
import dev.jpod.observed.ObservedContainer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the lines of logs; of several logs at the same time, one line after the other. */
final class LogPrinter {
  private final Output out;
  private final Look look;

  /**
   * How lines look.
   *
   * @param prefixes what stands before the lines of a container, by its name
   * @param stream the only stream whose lines are shown, or null for both
   * @param following when lines may keep coming, each is sent on at once
   */
  record Look(
      Format format,
      Time time,
      Map<String, String> prefixes,
      LogLine.@Nullable Stream stream,
      Following following) {}

  /** Whether a line shows its time. */
  enum Time {
    SHOWN,
    HIDDEN
  }

  LogPrinter(Output out, Look look) {
    this.out = out;
    this.look = look;
  }

  /** Writes one line of a container. */
  synchronized void print(ObservedContainer container, LogLine line) {
    if (look.stream() != null && look.stream() != line.stream()) {
      return;
    }
    switch (look.format()) {
      case TEXT -> text(container.name(), line);
      case JSON -> json(container.name(), line);
    }
    if (look.following() == Following.UNTIL_END) {
      out.flush();
    }
  }

  private void text(String container, LogLine line) {
    out.text(look.prefixes().getOrDefault(container, ""));
    if (look.time() == Time.SHOWN) {
      out.text(line.time().toString()).text(" ");
    }
    out.write(line.text(), 0, line.text().length);
    out.write('\n');
  }

  private void json(String container, LogLine line) {
    JsonOutput.line(
        out,
        json ->
            json.writeStartObject()
                .writeStringProperty("container", container)
                .writeStringProperty("time", line.time().toString())
                .writeStringProperty("stream", line.stream().name().toLowerCase(Locale.ROOT))
                .writeStringProperty("text", new String(line.text(), StandardCharsets.UTF_8))
                .writeEndObject());
  }
}

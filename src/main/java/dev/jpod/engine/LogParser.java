package dev.jpod.engine;

import dev.jpod.engine.LogLine.Stream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes lines out of conmon's k8s-file format, {@code TIME stdout|stderr F|P TEXT}. A text whose
 * line end conmon has not seen yet is marked {@code P}; it is joined with what its stream wrote
 * next. What is not of that form is passed over.
 */
final class LogParser {
  private static final int MOST_KEPT = 1 << 20;

  private final Consumer<LogLine> sink;
  private final Map<Stream, Unfinished> unfinished = new EnumMap<>(Stream.class);
  private final ByteArrayOutputStream cut = new ByteArrayOutputStream();

  private record Unfinished(Instant time, ByteArrayOutputStream text) {}

  LogParser(Consumer<LogLine> sink) {
    this.sink = sink;
  }

  /** Takes the next bytes of the log; they may end anywhere. */
  void feed(byte[] bytes, int length) {
    int start = 0;
    for (int i = 0; i < length; i++) {
      if (bytes[i] == '\n') {
        if (cut.size() == 0) {
          line(Arrays.copyOfRange(bytes, start, i));
        } else {
          cut.write(bytes, start, i - start);
          line(cut.toByteArray());
          cut.reset();
        }
        start = i + 1;
      }
    }
    cut.write(bytes, start, length - start);
  }

  /** Hands on what has no line end, because nothing comes after it. */
  void finish() {
    for (Stream stream : Stream.values()) {
      Unfinished begun = unfinished.remove(stream);
      if (begun != null) {
        sink.accept(new LogLine(begun.time(), stream, begun.text().toByteArray()));
      }
    }
  }

  private void line(byte[] line) {
    int time = indexOfBlank(line, 0);
    int stream = time < 0 ? -1 : indexOfBlank(line, time + 1);
    int tag = stream < 0 ? -1 : indexOfBlank(line, stream + 1);
    if (tag < 0) {
      return;
    }
    Instant at = instant(new String(line, 0, time, StandardCharsets.US_ASCII));
    Stream of = stream(new String(line, time + 1, stream - time - 1, StandardCharsets.US_ASCII));
    if (at == null || of == null) {
      return;
    }
    byte[] text = Arrays.copyOfRange(line, tag + 1, line.length);
    if (line[stream + 1] == 'P') {
      Unfinished begun =
          unfinished.computeIfAbsent(of, _ -> new Unfinished(at, new ByteArrayOutputStream()));
      begun.text().writeBytes(text);
      if (begun.text().size() > MOST_KEPT) {
        unfinished.remove(of);
        sink.accept(new LogLine(begun.time(), of, begun.text().toByteArray()));
      }
      return;
    }
    Unfinished begun = unfinished.remove(of);
    if (begun == null) {
      sink.accept(new LogLine(at, of, text));
    } else {
      begun.text().writeBytes(text);
      sink.accept(new LogLine(begun.time(), of, begun.text().toByteArray()));
    }
  }

  static int indexOfBlank(byte[] line, int from) {
    for (int i = from; i < line.length; i++) {
      if (line[i] == ' ') {
        return i;
      }
    }
    return -1;
  }

  private static @Nullable Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable Stream stream(String name) {
    return switch (name) {
      case "stdout" -> Stream.STDOUT;
      case "stderr" -> Stream.STDERR;
      default -> null;
    };
  }
}

package dev.jpod.store;

import dev.jpod.host.DurableFile;
import dev.jpod.store.JournalEntry.Mark;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * A write-ahead journal: one JSON object per line. A line that was appended survives the end of
 * this process, and a power cut after {@link #force}. A crash can cut the last line short; such a
 * line counts as never written.
 */
final class Journal {
  private static final int UNKNOWN = -1;

  private final Path file;
  private long end = UNKNOWN;
  private volatile boolean named;

  Journal(Path file) {
    this.file = file;
  }

  synchronized void append(JournalEntry entry) {
    ObjectNode json = StateDocument.blank();
    json.put("at", entry.at().toString()).put("mark", entry.mark().name());
    json.put("step", entry.step()).put("operation", entry.operation());
    json.put("subject", entry.subject()).put("note", entry.note());
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      if (end == UNKNOWN || end != channel.size()) {
        // Behind a line that was cut short a new one would be lost as well.
        end = endOfLastLine();
        channel.truncate(end);
      }
      channel.position(end);
      ByteBuffer line = ByteBuffer.wrap(StateDocument.line(json));
      while (line.hasRemaining()) {
        channel.write(line);
      }
      end = channel.position();
    } catch (IOException e) {
      throw DiskFailure.of(e, file, "be written");
    }
  }

  /** Waits until the disk has all that was appended. Threads that wait at once share one wait. */
  void force() {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(false);
      if (!named) {
        DurableFile.forceFolder(file.resolveSibling("."));
        named = true;
      }
    } catch (IOException e) {
      throw DiskFailure.of(e, file, "be written");
    }
  }

  synchronized List<JournalEntry> read() {
    byte[] bytes = bytes();
    List<JournalEntry> entries = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        entries.add(entry(Arrays.copyOfRange(bytes, start, i)));
        start = i + 1;
      }
    }
    return entries;
  }

  synchronized void clear() {
    end = UNKNOWN;
    named = false;
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw DiskFailure.of(e, file, "be cleared");
    }
  }

  private JournalEntry entry(byte[] line) {
    StateDocument json = StateDocument.parse(file, line);
    return new JournalEntry(
        json.time("at"),
        json.word("mark", Mark.class),
        json.text("step"),
        json.text("operation"),
        json.text("subject"),
        json.text("note"));
  }

  private long endOfLastLine() {
    byte[] bytes = bytes();
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  private byte[] bytes() {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return new byte[0];
    } catch (IOException e) {
      throw DiskFailure.of(e, file, "be read");
    }
  }
}

package dev.jpod.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds where the last lines of a log begin, by reading it from its end. */
final class LogTail {
  private static final int BLOCK = 64 * 1024;

  /** Longer than a time stamp, a stream's name and a tag together. */
  private static final int HEAD = 64;

  private LogTail() {}

  /**
   * A place in a list of files.
   *
   * @param file its index
   * @param offset bytes from the file's beginning
   */
  record Start(int file, long offset) {}

  /** Where the last lines begin; parts of one line count as one, also when it has no end yet. */
  static Start of(List<Path> oldestFirst, long lines) throws IOException {
    long wanted = lines;
    Set<String> ended = new HashSet<>();
    for (int file = oldestFirst.size() - 1; file >= 0; file--) {
      try (FileChannel channel = FileChannel.open(oldestFirst.get(file), StandardOpenOption.READ)) {
        Found found = search(channel, wanted, ended);
        if (found.offset() >= 0) {
          return new Start(file, found.offset());
        }
        wanted -= found.lines();
      } catch (NoSuchFileException e) {
        // Turned over and deleted since the files were listed.
        return new Start(Math.min(file + 1, oldestFirst.size() - 1), 0);
      }
    }
    return new Start(0, 0);
  }

  /**
   * What a search in one file found.
   *
   * @param offset where the wanted lines begin, or -1 when the file has fewer
   */
  private record Found(long offset, long lines) {}

  /**
   * Goes back over the entries until it meets the end of the line before the wanted ones.
   *
   * @param ended the streams of which the last line has been met
   */
  private static Found search(FileChannel channel, long wanted, Set<String> ended)
      throws IOException {
    long end = channel.size();
    long lines = 0;
    long next = end;
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    for (long at = end; at > 0; ) {
      int length = (int) Math.min(BLOCK, at);
      at -= length;
      read(channel, block.clear().limit(length), at);
      for (int i = length - 1; i >= -1; i--) {
        boolean starts = i < 0 ? at == 0 : block.get(i) == '\n';
        long entry = at + i + 1;
        if (!starts || entry >= end) {
          continue;
        }
        if (endsLine(channel, entry, ended)) {
          if (lines == wanted) {
            return new Found(next, lines);
          }
          lines++;
        }
        next = entry;
      }
    }
    return new Found(-1, lines);
  }

  /** Whether the entry that begins here ends a line: by the tag F, or as its stream's last. */
  private static boolean endsLine(FileChannel channel, long offset, Set<String> ended)
      throws IOException {
    ByteBuffer head = ByteBuffer.allocate(HEAD);
    read(channel, head, offset);
    byte[] bytes = head.array();
    int time = LogParser.indexOfBlank(bytes, 0);
    int stream = time < 0 ? -1 : LogParser.indexOfBlank(bytes, time + 1);
    if (stream < 0 || stream + 1 >= bytes.length) {
      return false;
    }
    String name = new String(bytes, time + 1, stream - time - 1, StandardCharsets.US_ASCII);
    return ended.add(name) || bytes[stream + 1] == 'F';
  }

  private static void read(FileChannel channel, ByteBuffer into, long offset) throws IOException {
    long at = offset;
    while (into.hasRemaining()) {
      int n = channel.read(into, at);
      if (n < 0) {
        return;
      }
      at += n;
    }
  }
}

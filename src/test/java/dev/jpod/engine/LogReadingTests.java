package dev.jpod.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading the files that conmon writes, without conmon. */
class LogReadingTests {
  private static final String HEAD = "2026-11-23T16:33:01.770279516+00:00 ";

  @TempDir private Path folder;

  @Test
  void partsOfALineAreJoinedByStream() {
    String log = HEAD + "stdout P one \n" + HEAD + "stderr F other\n" + HEAD + "stdout F line\n";

    assertThat(parse(log, 7)).containsExactly("STDERR other", "STDOUT one line");
  }

  @Test
  void aLineThatIsNeverFinishedIsHandedOnAtTheEnd() {
    assertThat(parse(HEAD + "stdout P prompt> \n", 100)).containsExactly("STDOUT prompt> ");
  }

  @Test
  void whatIsNoLogLineIsPassedOver() {
    assertThat(
            parse(
                "garbage\n\n" + HEAD + "stdin F x\nnever stdout F y\n" + HEAD + "stdout F z\n", 3))
        .containsExactly("STDOUT z");
  }

  @Test
  void linesAreTheSameHoweverTheBytesArrive() {
    qt().forAll(
            integers().between(1, 64), lists().of(integers().between(0, 40)).ofSizeBetween(0, 20))
        .check(
            (chunk, lengths) -> {
              StringBuilder log = new StringBuilder();
              List<String> expected = new ArrayList<>();
              for (int length : lengths) {
                log.append(HEAD).append("stdout F ").append("x".repeat(length)).append('\n');
                expected.add("STDOUT " + "x".repeat(length));
              }
              return parse(log.toString(), chunk).equals(expected);
            });
  }

  @Test
  void aLineWithoutAnEndCountsAsALineOfTheTail() throws IOException {
    Path log = folder.resolve("open");
    String open = HEAD + "stdout P pro\n" + HEAD + "stdout P mpt> \n";
    Files.writeString(log, HEAD + "stdout F one\n" + HEAD + "stdout F two\n" + open);

    assertThat(tail(List.of(log), 2)).containsExactly("STDOUT two", "STDOUT prompt> ");
    assertThat(tail(List.of(log), 1)).containsExactly("STDOUT prompt> ");
    assertThat(tail(List.of(log), 0)).isEmpty();
    assertThat(tail(List.of(log), 5)).hasSize(3);
  }

  @Test
  void theTailBeginsWithTheLastLinesAcrossFiles() {
    qt().withExamples(200)
        .forAll(
            integers().between(0, 12),
            integers().between(0, 12),
            integers().between(0, 30),
            integers().between(1, 3))
        .check(
            (older, newer, wanted, parts) -> {
              Path first = write("older", older, 0, parts);
              Path second = write("newer", newer, older, parts);
              List<String> all = new ArrayList<>(lines(first, 0));
              all.addAll(lines(second, 0));
              List<String> expected = all.subList(Math.max(0, all.size() - wanted), all.size());
              return tail(List.of(first, second), wanted).equals(expected);
            });
  }

  @Test
  void theTailOfALargeLogIsRight() throws IOException {
    Path file = folder.resolve("large");
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 5000; i++) {
      log.append(HEAD).append("stdout F ").append("y".repeat(i % 300)).append(i).append('\n');
    }
    Files.writeString(file, log);
    List<String> all = lines(file, 0);

    for (int wanted : new int[] {0, 1, 999, 4999, 5000, 6000}) {
      assertThat(tail(List.of(file), wanted))
          .isEqualTo(all.subList(Math.max(0, all.size() - wanted), all.size()));
    }
  }

  @Test
  void theNameOfANewLogMovesOnWhenConmonPutsAnotherInItsPlace() throws IOException {
    Path log = folder.resolve("ctr.log");
    LogFiles files = new LogFiles(log);
    files.make(2);
    for (String content : List.of("a", "b", "c", "d")) {
      Files.writeString(log, content);
      Path fresh = Files.writeString(folder.resolve("ctr.log.tmp"), "");
      Files.move(fresh, log, StandardCopyOption.ATOMIC_MOVE);
      files.turn(2);
    }
    Files.writeString(log, "e");

    List<String> contents = new ArrayList<>();
    for (Path file : files.oldestFirst()) {
      contents.add(Files.readString(file));
    }
    assertThat(contents).containsExactly("d", "e");
  }

  @Test
  void aLogOfOneFileHasNoOtherName() throws IOException {
    new LogFiles(folder.resolve("ctr.log")).make(1);

    assertThat(folder.toFile().list()).containsExactly("ctr.log");
  }

  private Path write(String name, int lines, int from, int parts) {
    StringBuilder log = new StringBuilder();
    for (int line = from; line < from + lines; line++) {
      for (int part = 1; part < parts; part++) {
        log.append(HEAD).append("stdout P part \n");
      }
      log.append(HEAD).append("stdout F ").append(line).append('\n');
    }
    try {
      return Files.writeString(folder.resolve(name), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> tail(List<Path> files, long wanted) {
    try {
      LogTail.Start start = LogTail.of(files, wanted);
      List<String> lines = new ArrayList<>();
      for (int file = start.file(); file < files.size(); file++) {
        lines.addAll(lines(files.get(file), file == start.file() ? start.offset() : 0));
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(Path file, long from) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      return parse(
          new String(Arrays.copyOfRange(bytes, (int) from, bytes.length), StandardCharsets.UTF_8),
          4096);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> parse(String log, int chunk) {
    List<String> lines = new ArrayList<>();
    LogParser parser =
        new LogParser(
            line ->
                lines.add(line.stream() + " " + new String(line.text(), StandardCharsets.UTF_8)));
    byte[] bytes = log.getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < bytes.length; at += chunk) {
      byte[] part = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + chunk));
      parser.feed(part, part.length);
    }
    parser.finish();
    return lines;
  }
}

package dev.jpod.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.store.Attempt.Result;
import dev.jpod.store.JournalEntry.Mark;
import dev.jpod.store.StackRevision.Image;
import dev.jpod.store.StackRevision.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class StackFilesTests {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir private Path folder;
  private StoreLayout layout;
  private StackFiles stack;

  @BeforeEach
  void open() {
    layout = new StoreLayout(folder.resolve("root"), folder.resolve("run"));
    stack = new StackFiles(layout, "shop");
  }

  @Test
  void lookingLeavesNothingBehind() {
    assertThat(stack.current()).isNull();
    assertThat(stack.revisions()).isEmpty();
    assertThat(stack.journal()).isEmpty();
    assertThat(StackFiles.names(layout)).isEmpty();

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aCommittedRevisionIsTheCurrentOneAndInTheHistory() {
    StackRevision revision = revision(1);
    stack.commit(revision, Map.of(), 10);

    assertThat(stack.current()).isEqualTo(revision);
    assertThat(stack.revisions()).containsExactly(revision);
    assertThat(StackFiles.names(layout)).containsExactly("shop");
  }

  @Test
  void aRevisionOfAJpodThatRecordedNoImagesIsRead() throws IOException {
    stack.commit(revision(1), Map.of(), 10);
    Path file = layout.stack("shop").resolve("current.json");
    ObjectNode json = (ObjectNode) JsonMapper.shared().readTree(Files.readString(file));
    json.remove(List.of("images", "lock"));
    Files.writeString(file, json.toString());

    StackRevision old = Objects.requireNonNull(stack.current());
    assertThat(old.images()).isEmpty();
    assertThat(old.lock()).isNull();
  }

  @Test
  void theHistoryKeepsSoManyRevisionsNewestFirst() {
    for (int serial = 1; serial <= 12; serial++) {
      stack.commit(revision(serial), Map.of(), 3);
    }

    assertThat(stack.revisions()).extracting(StackRevision::serial).containsExactly(12L, 11L, 10L);
  }

  @Test
  void failedRevisionsAreKeptBesideGoodOnesAndNeverCurrent() {
    stack.commit(revision(1), Map.of(), 2);
    for (int serial = 2; serial <= 5; serial++) {
      stack.record(failed(serial), Map.of(), 2);
    }

    assertThat(stack.current()).isEqualTo(revision(1));
    assertThat(stack.newest()).isEqualTo(failed(5));
    assertThat(stack.revisions()).extracting(StackRevision::serial).containsExactly(5L, 4L, 1L);
    stack.commit(revision(6), Map.of(), 2);
    stack.commit(revision(7), Map.of(), 2);
    assertThat(stack.revisions()).extracting(StackRevision::serial).containsExactly(7L, 6L, 5L, 4L);
  }

  @Test
  void contentsAreSharedAndGoWithTheLastRevisionThatNamesThem() {
    byte[] one = {1};
    byte[] two = {2};
    stack.commit(with(revision(1), one), Map.of(digest(one), one), 2);
    stack.commit(with(revision(2), one, two), Map.of(digest(one), one, digest(two), two), 2);
    assertThat(stack.content(digest(one))).isEqualTo(one);
    assertThat(stack.content(digest(two))).isEqualTo(two);

    stack.commit(with(revision(3), two), Map.of(), 2);
    assertThat(stack.content(digest(one))).isEqualTo(one);
    stack.commit(with(revision(4), two), Map.of(), 2);

    assertThat(stack.content(digest(two))).isEqualTo(two);
    assertThatThrownBy(() -> stack.content(digest(one)))
        .isInstanceOf(JpodException.class)
        .hasMessageEndingWith("of a revision is missing");
  }

  @Test
  void aDamagedContentIsNoContent() throws IOException {
    byte[] one = {1};
    stack.commit(with(revision(1), one), Map.of(digest(one), one), 2);
    Files.write(
        layout.stack("shop").resolve("contents").resolve(digest(one).hex()), new byte[] {9});

    assertThatThrownBy(() -> stack.content(digest(one)))
        .isInstanceOf(JpodException.class)
        .hasMessageEndingWith("is not what its name says");
  }

  @Test
  void aRevisionOfAJpodThatKnewOfNoAttemptsIsAGoodOne() throws IOException {
    stack.commit(revision(2), Map.of(), 10);
    Path file = layout.stack("shop").resolve("current.json");
    ObjectNode json = (ObjectNode) JsonMapper.shared().readTree(Files.readString(file));
    json.remove(List.of("attempt", "secrets", "contents"));
    ((ObjectNode) json.get("sources").get(0)).remove("folder");
    Files.writeString(file, json.toString());

    StackRevision old = Objects.requireNonNull(stack.current());
    assertThat(old.isGood()).isTrue();
    assertThat(old.attempt().began()).isEqualTo(old.at());
    assertThat(old.secrets()).isEmpty();
    assertThat(old.contents()).isEmpty();
    assertThat(old.sources().getFirst().folder()).isEmpty();
  }

  private static Digest digest(byte[] content) {
    try {
      return Digest.sha256(
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static StackRevision failed(long serial) {
    return copy(
        revision(serial),
        new Attempt(Result.FAILED, "ann", "apply", NOW, "1 replace", "no", null, null),
        List.of());
  }

  private static StackRevision with(StackRevision revision, byte[]... contents) {
    List<StackRevision.Content> named = new ArrayList<>();
    for (byte[] content : contents) {
      named.add(
          new StackRevision.Content(
              StackRevision.Content.Kind.CONFIG, "c" + content[0], digest(content)));
    }
    return copy(revision, revision.attempt(), named);
  }

  private static StackRevision copy(
      StackRevision revision, Attempt attempt, List<StackRevision.Content> contents) {
    return new StackRevision(
        revision.stack(),
        revision.lineage(),
        revision.serial(),
        revision.at(),
        revision.sources(),
        revision.origin(),
        revision.variables(),
        revision.inventory(),
        revision.volumes(),
        revision.commit(),
        revision.images(),
        revision.lock(),
        attempt,
        revision.secrets(),
        contents);
  }

  @Test
  void theJournalIsReadBackInOrder() {
    stack.append(entry("1"));
    stack.append(entry("2"));

    assertThat(new StackFiles(layout, "shop").journal()).containsExactly(entry("1"), entry("2"));
  }

  @Test
  void aLineThatACrashCutShortCountsAsNeverWritten() throws IOException {
    stack.append(entry("1"));
    Path journal = layout.stack("shop").resolve("journal");
    String line = Files.readString(journal);

    for (int cut = 1; cut < line.length(); cut++) {
      Files.writeString(journal, line + line.substring(0, cut));
      assertThat(stack.journal()).containsExactly(entry("1"));
    }

    stack.append(entry("2"));
    assertThat(stack.journal()).containsExactly(entry("1"), entry("2"));
  }

  @Test
  void aJournalDamagedInItsMiddleIsNamed() throws IOException {
    stack.append(entry("1"));
    Path journal = layout.stack("shop").resolve("journal");
    Files.writeString(journal, "garbage\n", StandardOpenOption.APPEND);

    assertThatThrownBy(stack::journal)
        .isInstanceOf(JpodException.class)
        .hasMessageStartingWith("the state file '" + journal + "' is damaged");
  }

  @Test
  void entriesOfManyThreadsDoNotMix() {
    IntStream.range(0, 100).parallel().forEach(i -> stack.append(entry(Integer.toString(i))));

    assertThat(stack.journal())
        .extracting(JournalEntry::step)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 100).mapToObj(Integer::toString).toList());
  }

  @Test
  void aClearedJournalIsEmpty() {
    stack.append(entry("1"));
    stack.clearJournal();
    stack.clearJournal();

    assertThat(stack.journal()).isEmpty();
  }

  @Test
  void aForgottenStackIsGone() {
    stack.commit(revision(1), Map.of(), 10);
    stack.append(entry("1"));
    stack.forget();
    stack.forget();

    assertThat(stack.current()).isNull();
    assertThat(stack.revisions()).isEmpty();
    assertThat(stack.journal()).isEmpty();
  }

  @Test
  void nothingStaysOfAStackThatWasForgotten() throws IOException {
    try (StackLock _ = stack.lock(Duration.ZERO)) {
      stack.commit(revision(1), Map.of(), 10);
      stack.append(entry("1"));
      Files.createFile(layout.stack("shop").resolve(".tmp-of-a-crash"));
    }
    assertThat(stack.isKnown()).isTrue();

    try (StackLock _ = stack.lock(Duration.ZERO)) {
      stack.forget();
    }

    assertThat(stack.isKnown()).isFalse();
    assertThat(layout.stacks()).isEmptyDirectory();
  }

  @Test
  void nothingStaysOfAStackOfWhichNothingWasKept() {
    stack.lock(Duration.ZERO).close();

    assertThat(layout.stacks()).isEmptyDirectory();
  }

  @Test
  void onlyOneHoldsTheLockThoughEachRemovesItsFile() throws Exception {
    List<Process> contestants = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      contestants.add(java(LockContest.class));
    }

    for (Process contestant : contestants) {
      assertThat(said(contestant)).isEqualTo("alone each time");
    }
    assertThat(layout.stacks()).isEmptyDirectory();
  }

  @Test
  void theLockIsHeldOnceAndCanBeTakenAgain() {
    try (StackLock _ = stack.lock(Duration.ZERO)) {
      assertThatThrownBy(() -> new StackFiles(layout, "shop").lock(Duration.ofMillis(60)))
          .isInstanceOfSatisfying(
              JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.LOCKED))
          .hasMessage("the stack 'shop' is locked by this very process");
      new StackFiles(layout, "other").lock(Duration.ZERO).close();
    }

    stack.lock(Duration.ZERO).close();
  }

  @Test
  void anotherProcessIsKeptOutAndToldWhoHoldsTheLock() throws Exception {
    try (StackLock _ = stack.lock(Duration.ZERO)) {
      Process other = java(LockAttempt.class);

      assertThat(said(other))
          .startsWith(
              "LOCKED the stack 'shop' is locked by process " + ProcessHandle.current().pid());
      assertThat(other.waitFor()).isZero();
    }

    assertThat(said(java(LockAttempt.class))).isEqualTo("taken");
  }

  @Test
  void onlyNamesOfStacksBecomePaths() {
    assertThatThrownBy(() -> new StackFiles(layout, "../shop"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Process java(Class<?> program) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("java.class.path"),
            program.getName(),
            layout.root().toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String said(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Takes the lock and gives it back as often as it can; says whether anybody else had it. */
  static final class LockContest {
    private static final Duration LENGTH = Duration.ofSeconds(2);

    private LockContest() {}

    public static void main(String[] args) throws IOException {
      StoreLayout layout = new StoreLayout(Path.of(args[0]), Path.of(args[0], "run"));
      Path holder = Path.of(args[0]).resolveSibling("holder");
      long end = System.nanoTime() + LENGTH.toNanos();
      while (System.nanoTime() < end) {
        try (StackLock _ = new StackFiles(layout, "shop").lock(Duration.ZERO)) {
          Files.createFile(holder);
          Files.delete(holder);
        } catch (JpodException e) {
          if (e.failure() != Failure.LOCKED) {
            throw e;
          }
        }
      }
      System.out.print("alone each time");
    }
  }

  /** Tries to take the lock and says how it went. */
  static final class LockAttempt {
    private LockAttempt() {}

    public static void main(String[] args) {
      StoreLayout layout = new StoreLayout(Path.of(args[0]), Path.of(args[0], "run"));
      try (StackLock _ = new StackFiles(layout, "shop").lock(Duration.ZERO)) {
        System.out.print("taken");
      } catch (JpodException e) {
        System.out.print(e.failure() + " " + e.getMessage());
      }
    }
  }

  private static JournalEntry entry(String step) {
    return new JournalEntry(NOW, Mark.INTENT, step, "create", "c".repeat(64), "line\nbreak \"q\"");
  }

  private static StackRevision revision(long serial) {
    return new StackRevision(
        "shop",
        "lineage",
        serial,
        NOW,
        List.of(new Source("stack.yaml", "/srv", "pods: {}\n# ü\n")),
        "stack.yaml",
        Map.of("TAG", "1"),
        List.of("a".repeat(64)),
        List.of("shop_db"),
        serial == 1 ? null : "3f2c9e1",
        List.of(
            new Image(
                "docker.io/library/nginx:1.27",
                Digest.sha256("1".repeat(64)),
                Digest.sha256("2".repeat(64)),
                Digest.sha256("3".repeat(64)))),
        serial == 1 ? null : "version: 1\nimages: {}\n",
        serial == 1
            ? new Attempt(Result.DONE, "", "apply", NOW, "", null, null, null)
            : new Attempt(Result.DONE, "ann", "rollback shop", NOW, "1 replace", null, 1L, null),
        Map.of("password", "hmac:" + "4".repeat(64)),
        List.of());
  }
}

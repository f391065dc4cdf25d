package dev.jpod.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.image.ImageStore;
import dev.jpod.image.ImportOptions;
import dev.jpod.model.ImageReference;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockCommandTests {
  private static final String STACK =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      pods:
        web: {image: "localhost/web:1"}
        db: {image: "localhost/db:1", replicas: 0}
      """;

  @TempDir private Path folder;
  private Path lock;

  @BeforeEach
  void writeAStack() throws IOException {
    Files.writeString(folder.resolve("stack.yaml"), STACK);
    lock = folder.resolve("stack.lock");
    importImage("localhost/web:1", 1);
    importImage("localhost/db:1", 2);
  }

  private void importImage(String reference, long second) {
    ImageStore.open(folder.resolve("root"))
        .importRootfs(
            new ByteArrayInputStream(new byte[1024]),
            ImageReference.of(reference),
            ImportOptions.at(Instant.ofEpochSecond(second)));
  }

  private Shell.Result jpod(String... arguments) {
    return new Shell(folder).run(arguments);
  }

  @Test
  void everyImageOfTheStackIsWrittenDownOnce() throws IOException {
    Shell.Result first = jpod("lock");
    String text = Files.readString(lock);

    assertThat(first.code()).isZero();
    assertThat(first.out()).contains("+ localhost/db:1  sha256:", "+ localhost/web:1  sha256:");
    assertThat(text).startsWith("# Made by 'jpod lock'").contains("\"localhost/web:1\": sha256:");
    assertThat(jpod("lock").out()).isEqualTo("stack.lock: nothing to change\n");
    assertThat(Files.readString(lock)).isEqualTo(text);
    assertThat(jpod("lock", "--check").code()).isZero();
  }

  @Test
  void aMovedTagIsFoundByACheckAndTakenOverByAnUpdate() throws IOException {
    jpod("lock");
    String before = Files.readString(lock);
    importImage("localhost/web:1", 3);

    Shell.Result check = jpod("lock", "--check");
    assertThat(check.code()).isEqualTo(2);
    assertThat(check.out()).startsWith("~ localhost/web:1  sha256:").doesNotContain("db");
    assertThat(jpod("lock").code()).isZero();
    assertThat(Files.readString(lock)).isEqualTo(before);
    assertThat(jpod("lock", "--update").code()).isZero();
    assertThat(Files.readString(lock)).isNotEqualTo(before);
    assertThat(jpod("lock", "--check").code()).isZero();
  }

  @Test
  void aPinHoldsWhateverTheTagSays() throws IOException {
    jpod("lock");
    String locked = jpod("plan", "-o", "json").out();
    importImage("localhost/web:1", 3);

    assertThat(jpod("plan", "-o", "json").out()).isEqualTo(locked);
    assertThat(jpod("plan").out()).contains("1 image held by the lock file");
    assertThat(jpod("plan", "--update-images", "-o", "json").out()).isNotEqualTo(locked);
    Files.delete(lock);
    assertThat(jpod("plan", "-o", "json").out()).isNotEqualTo(locked);
  }

  @Test
  void entriesComeAndGoWithTheManifest() throws IOException {
    jpod("lock");
    Files.writeString(
        folder.resolve("stack.yaml"), STACK.replace("localhost/db:1", "localhost/web:2"));
    importImage("localhost/web:2", 4);

    Shell.Result check = jpod("lock", "--check", "-o", "json");
    assertThat(check.code()).isEqualTo(2);
    assertThat(check.out()).contains("localhost/db:1", "localhost/web:2");
    assertThat(jpod("lock").out()).contains("- localhost/db:1", "+ localhost/web:2");
  }

  @Test
  void whatIsNotLockedIsRefusedOnRequest() {
    Shell.Result without = jpod("plan", "--locked");
    assertThat(without.code()).isEqualTo(3);
    assertThat(without.err()).contains("'localhost/web:1' (stack.yaml:5)");
    jpod("lock");
    assertThat(jpod("plan", "--locked").code()).isZero();
    assertThat(jpod("plan", "--locked", "--update-images").code()).isEqualTo(64);
  }

  @Test
  void aBrokenLockFileIsRefusedWithItsLineByAllWhoReadIt() throws IOException {
    Files.writeString(lock, "version: 1\nimages:\n  \"localhost/web:1\": latest\n");

    for (String command : new String[] {"validate", "plan", "apply", "lock"}) {
      Shell.Result result = jpod(command);
      assertThat(result.code()).as(command).isEqualTo(65);
      assertThat(result.err()).as(command).contains("stack.lock:3");
    }
  }

  @Test
  void severalManifestsNeedANamedLockFile() throws IOException {
    Files.writeString(folder.resolve("more.yaml"), "apiVersion: jpod.dev/v1\nkind: Stack\n");
    String[] both = {"lock", "-f", "stack.yaml", "-f", "more.yaml"};
    String[] named = {"lock", "-f", "stack.yaml", "-f", "more.yaml", "--lock-file", "all.lock"};

    assertThat(jpod(both).code()).isEqualTo(64);
    assertThat(jpod(named).code()).isZero();
    assertThat(folder.resolve("all.lock")).exists();
    assertThat(jpod("plan", "--lock-file", "none.lock").code()).isEqualTo(64);
  }

  @Test
  void aPolicyThatIsNoneIsRefused() {
    assertThat(jpod("plan", "--pull", "sometimes").code()).isEqualTo(64);
    assertThat(jpod("plan", "--pull", "never").code()).isZero();
  }
}

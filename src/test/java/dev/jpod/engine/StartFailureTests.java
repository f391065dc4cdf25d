package dev.jpod.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.host.CommandResult;
import dev.jpod.model.Container.Logging;
import dev.jpod.model.Digest;
import dev.jpod.model.JpodException;
import dev.jpod.model.Lifecycle.RestartPolicy;
import dev.jpod.store.ContainerRecord;
import dev.jpod.store.ContainerRecord.OciRuntime;
import dev.jpod.store.ContainerRecord.Phase;
import dev.jpod.store.StoreLayout;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartFailureTests {
  private static final String ID = "ab".repeat(32);
  private static final String START = "2026-01-01T00:00:00.000000000+00:00 stderr F ";
  private static final Instant BEGUN = Instant.parse("2026-01-01T00:00:00Z");
  private static final ContainerRecord WEB =
      new ContainerRecord(
          ID,
          "shop-web-0",
          null,
          null,
          "/jpod/" + ID,
          1,
          Phase.READY,
          Digest.sha256("c".repeat(64)),
          "localhost/app:1",
          Instant.EPOCH,
          new TreeMap<>(),
          new OciRuntime("runc", "/usr/sbin/runc"),
          "SIGTERM",
          Duration.ofSeconds(10),
          new RestartPolicy(RestartPolicy.When.NO, 0),
          Logging.DEFAULT,
          List.of(),
          List.of());

  @TempDir private Path folder;
  private ContainerFiles files;

  @BeforeEach
  void makeTheBundle() throws IOException {
    files = new ContainerFiles(new StoreLayout(folder.resolve("a"), folder.resolve("b")), ID);
    Files.createDirectories(files.bundle());
  }

  @Test
  void aContainerThatWasRemovedMeanwhileIsNoRiddle() {
    JpodException failure = failure("gone\n");

    assertThat(failure)
        .hasMessage("container 'shop-web-0' could not be started: it was removed meanwhile");
    assertThat(failure.hint()).isEqualTo("apply its stack again, if it is to be there");
  }

  @Test
  void aUserBeyondTheOnesThatThereAreIsToldFrom() {
    String said =
        "create\n{\"message\": \"runc create failed: unable to start container process: error"
            + " during container init: unable to setup user: invalid argument\"}\n";

    assertThat(failure(said).hint()).contains("/etc/subuid");
  }

  @Test
  void whatCannotBeMountedIsNotTakenForAProgram() {
    String said =
        "create\n{\"message\": \"runc create failed: error mounting \\\"/srv\\\" to rootfs at"
            + " \\\"/srv\\\": no such file or directory\"}\n";

    assertThat(failure(said).hint()).contains("what is to be mounted");
  }

  @Test
  void whatFuseOverlayfsSaysBeforeItFailsIsNotTakenForTheReason() {
    JpodException failure =
        failure(
            """
            mount
            unknown argument ignored: lazytime
            fuse-overlayfs: cannot mount: Permission denied
            """);

    assertThat(failure)
        .hasMessage(
            "container 'shop-web-0' could not be started: its root file system could not be"
                + " mounted: fuse-overlayfs: cannot mount: Permission denied");
    assertThat(failure.hint()).contains("/dev/fuse", "storageDriver");
  }

  @Test
  void theRuntimesReasonIsToldWithoutItsWrapping() {
    String said =
        "create\n{\"data\": -1, \"message\": \"runc create failed: unable to start container"
            + " process: exec: \\\"slep\\\": executable file not found in $PATH\"}\n";

    assertThat(failure(said))
        .hasMessage(
            "container 'shop-web-0' could not be started: exec: \"slep\": executable file not"
                + " found in $PATH");
  }

  @Test
  void whatAProgramSaidLastIsTold() throws IOException {
    Files.writeString(files.log(), START + "one\n" + START + "two\n");

    assertThat(StartFailure.endedAtOnce(WEB, 3, files, BEGUN))
        .hasMessage("container 'shop-web-0' ended at once with exit code 3: one / two");
  }

  @Test
  void whatAnEarlierLifeSaidIsNotTold() throws IOException {
    Files.writeString(files.log(), START.replace("2026", "2025") + "old\n" + START + "new\n");

    assertThat(StartFailure.endedAtOnce(WEB, 3, files, BEGUN))
        .hasMessage("container 'shop-web-0' ended at once with exit code 3: new");
  }

  @Test
  void aLogOfAnySizeIsReadFromItsEnd() throws IOException {
    try (RandomAccessFile log = new RandomAccessFile(files.log().toFile(), "rw")) {
      log.seek(8L << 30);
      for (int i = 1; i <= 7; i++) {
        log.write(("\n" + START + "line " + i).getBytes(UTF_8));
      }
    }

    assertThat(StartFailure.endedAtOnce(WEB, 1, files, BEGUN))
        .hasMessage(
            "container 'shop-web-0' ended at once with exit code 1:"
                + " line 3 / line 4 / line 5 / line 6 / line 7");
  }

  @Test
  void aContainerWithoutALogEndedAtOnceToo() {
    assertThat(StartFailure.endedAtOnce(WEB, 1, files, BEGUN))
        .hasMessage("container 'shop-web-0' ended at once with exit code 1");
  }

  private static JpodException failure(String output) {
    return StartFailure.of(WEB, new CommandResult(1, output, ""));
  }
}

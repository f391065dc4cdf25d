package dev.jpod.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.host.HostUser;
import dev.jpod.host.ProcFs;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which driver an ordinary user's store gets, by mounts of the real kernel. */
class UnionChoiceIT {
  private static final UnionChoice OF_A_USER = new UnionChoice(new HostUser(1000), null);

  @TempDir private Path store;

  @Test
  void whatTheKernelMountsIsTakenAndNoted() throws Exception {
    assertThat(OF_A_USER.in(store)).isEqualTo(UnionDriver.USER_OVERLAY);

    assertThat(store.resolve("driver")).hasContent("overlay-userxattr\n");
    assertThat(store.toFile().list()).containsExactlyInAnyOrder("driver", "driver.lock");
    assertThat(ProcFs.mountsBelow(store)).isEmpty();
  }

  @Test
  void whatWasNotedStays() throws Exception {
    Files.writeString(store.resolve("driver"), "copy\n");

    assertThat(OF_A_USER.in(store)).isEqualTo(UnionDriver.COPY);
    assertThat(store.toFile().list()).containsExactly("driver");
  }

  @Test
  void whatAKilledTrialLeftIsTakenAway() throws Exception {
    Files.createDirectories(store.resolve("driver.trial/work/work"));
    Files.createDirectories(store.resolve("driver.trial/upper"));

    assertThat(OF_A_USER.in(store)).isEqualTo(UnionDriver.USER_OVERLAY);
    assertThat(store.resolve("driver.trial")).doesNotExist();
  }
}

package dev.jpod.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.host.HostUser;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnionChoiceTests {
  private static final Path NOWHERE = Path.of("/no/such/store");

  @ParameterizedTest
  @CsvSource({
    "0, OVERLAY, OVERLAY",
    "0, USER_OVERLAY, OVERLAY",
    "0, FUSE_OVERLAYFS, FUSE_OVERLAYFS",
    "0, COPY, COPY",
    "1000, OVERLAY, USER_OVERLAY",
    "1000, USER_OVERLAY, USER_OVERLAY",
    "1000, FUSE_OVERLAYFS, FUSE_OVERLAYFS",
    "1000, COPY, COPY"
  })
  void overlayfsIsTheOneThatReadsTheMarksOfWhoUnpacks(
      int user, UnionDriver asked, UnionDriver driver) {
    assertThat(new UnionChoice(new HostUser(user), asked).in(NOWHERE)).isEqualTo(driver);
  }

  @Test
  void rootNeedsNoTrial() {
    assertThat(new UnionChoice(HostUser.ROOT, null).in(NOWHERE)).isEqualTo(UnionDriver.OVERLAY);
  }
}

package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.model.Digest;
import dev.jpod.registry.FaultyRegistry.Received;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pulls that end before their time, and pulls that meet. */
@TestInstance(Lifecycle.PER_CLASS)
class PullInterruptionsIT {
  private static final int[] SIZES = {3_000_000, 2_000_000};

  private PullRig rig;

  @BeforeAll
  void start() throws Exception {
    rig = new PullRig();
  }

  @AfterAll
  void end() throws Exception {
    rig.close();
  }

  @AfterEach
  void theContainerRunsOn() throws Exception {
    rig.forgetImages();
    rig.requireNothingKept();
  }

  /** An image in a repository whose layers each take this long. */
  private final class SlowImage {
    private final String repository;
    private final HandmadeImage image;
    private final List<Trickle> layers = new ArrayList<>();

    SlowImage(String repository, long millis) throws Exception {
      this.repository = repository;
      this.image = HandmadeImage.running(repository, SIZES);
      image.putInto(rig.registry(), repository);
      for (int i = 0; i <= SIZES.length; i++) {
        Trickle layer = new Trickle(image.layer(i), millis);
        layers.add(layer);
        rig.registry().always(place(image.digest(i)), layer);
      }
    }

    private String place(Digest digest) {
      return "GET /v2/" + repository + "/blobs/" + digest;
    }

    List<Received> requests(int layer) {
      return rig.registry().requests(place(image.digest(layer)));
    }

    long sent() {
      return layers.stream().mapToLong(Trickle::sent).sum();
    }

    long size() {
      long size = 0;
      for (int i = 0; i <= SIZES.length; i++) {
        size += image.layer(i).length;
      }
      return size;
    }

    Process pull() throws Exception {
      return rig.store()
          .begin(ProcessGroup.leading(rig.argv(PullRig.pulling(rig.name(repository)))));
    }

    /** A container of the image must run, which reads from each of its layers. */
    void mustWork() throws Exception {
      String stack =
          """
          apiVersion: jpod.dev/v1
          kind: Stack
          name: pulled
          pods:
            app: {image: "%s", pullPolicy: never, command: [sleep, "1000"], stopSignal: KILL}
          """
              .formatted(rig.name(repository));
      rig.store().apply(stack).well();
      try {
        Result listed =
            rig.store().sh("pulled-app-0", "cat /etc/mark; ls -l /data | grep -c 000000");
        assertThat(listed.well().out()).isEqualTo(repository + SIZES.length + "\n");
      } finally {
        rig.store().jpod("destroy", "pulled").well();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void aPullThatIsKilledAtAnyMomentIsContinued(long seed) throws Exception {
    SlowImage slow = new SlowImage("killed" + seed, 3000);
    Random random = new Random(seed);
    int killed = 0;
    for (int i = 0; i < 6; i++) {
      Process process = slow.pull();
      if (!process.waitFor(500 + random.nextInt(900), TimeUnit.MILLISECONDS)) {
        killed++;
      }
      process.destroyForcibly().onExit().join();
    }
    assertThat(killed).isPositive();

    Result.of(slow.pull()).well();

    // What was under way in sockets and buffers when a pull was killed is asked for again.
    assertThat(slow.sent()).isLessThan(slow.size() + killed * 3L * 1_000_000);
    assertThat(slow.requests(1)).anyMatch(request -> request.header("range").startsWith("bytes="));
    assertThat(rig.partial()).isEmpty();
    slow.mustWork();
  }

  @ParameterizedTest
  @CsvSource({"2, 130", "15, 143"})
  void aSignalEndsAPullAndTheNextOneContinues(int signal, int code) throws Exception {
    SlowImage slow = new SlowImage("signal" + signal, 4000);
    Process process = slow.pull();
    while (slow.sent() < 1_500_000) {
      assertThat(process.isAlive()).isTrue();
      Thread.sleep(20);
    }

    new ProcessGroup(process).signal(signal);

    assertThat(process.waitFor(3, TimeUnit.SECONDS)).isTrue();
    Result result = Result.of(process).with(code);
    assertThat(result.err()).doesNotContain("Exception", "\tat ");
    assertThat(rig.partial()).isNotEmpty();
    rig.requireTheSameImages();
    Result.of(slow.pull()).well();
    assertThat(slow.requests(1).getLast().header("range")).startsWith("bytes=");
    slow.mustWork();
  }

  @Test
  void twoPullsOfOneImageFetchEachBlobOnce() throws Exception {
    SlowImage slow = new SlowImage("twins", 1500);
    Process first = slow.pull();
    Process second = slow.pull();

    Result.of(first).well();
    Result.of(second).well();

    for (int i = 0; i <= SIZES.length; i++) {
      assertThat(slow.requests(i)).hasSize(1);
    }
    slow.mustWork();
  }

  @Test
  void aPullGoesOnWhenTheOneThatItWaitedForIsKilled() throws Exception {
    SlowImage slow = new SlowImage("heir", 3000);
    Process first = slow.pull();
    while (slow.sent() < 1_000_000) {
      assertThat(first.isAlive()).isTrue();
      Thread.sleep(20);
    }
    Process second = slow.pull();
    second.waitFor(800, TimeUnit.MILLISECONDS);
    first.destroyForcibly().onExit().join();

    Result.of(second).well();

    assertThat(slow.requests(1).getLast().header("range")).startsWith("bytes=");
    slow.mustWork();
  }
}

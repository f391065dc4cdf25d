package dev.jpod.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ProcessFactsTests {
  @Test
  void aProcessIsKnownByWhatTheLibrarySaysOfIt() {
    ProcessHandle own = ProcessHandle.current();
    ProcessFacts facts = Objects.requireNonNull(ProcessFacts.of(own.pid()));
    Instant started = own.info().startInstant().orElseThrow();

    assertThat(facts.parent()).isEqualTo(own.parent().orElseThrow().pid());
    assertThat(facts.user()).isEqualTo(own.info().user().orElseThrow());
    assertThat(facts.command()).startsWith(own.info().command().orElseThrow() + " ");
    assertThat(facts.cpu()).isPositive();
    assertThat(facts.age().minus(Duration.between(started, Instant.now())).abs())
        .isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void aProcessThatIsNotThereHasNoFacts() {
    assertThat(ProcessFacts.of(Integer.MAX_VALUE)).isNull();
  }

  @Test
  void allLinksButLoopbackAreCounted() {
    String text =
        """
        Inter-|   Receive                                                |  Transmit
         face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs
            lo:     500       1    0    0    0     0          0         0      500       1    0
          eth0:    1000       8    0    0    0     0          0         0       70       1    0
          eth1:       1       1    0    0    0     0          0         0        2       1    0
        """;

    assertThat(LinkCounters.parse(text)).isEqualTo(new LinkCounters(1001, 72));
    assertThat(LinkCounters.of(Integer.MAX_VALUE)).isEqualTo(new LinkCounters(0, 0));
  }
}

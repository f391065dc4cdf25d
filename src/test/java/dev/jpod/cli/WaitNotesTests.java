package dev.jpod.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.model.InstanceKey;
import dev.jpod.plan.Action;
import dev.jpod.plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WaitNotesTests {
  private static final InstanceKey WEB = new InstanceKey("shop", "web", 0, "web");
  private static final Step HEALTHY =
      step(new Action.AwaitHealthy(WEB, new Action.Target.Made(), Duration.ofMinutes(10)));
  private static final Step START =
      step(new Action.StartContainer(WEB, new Action.Target.Made(), Optional.empty()));

  private final AtomicLong seconds = new AtomicLong();
  private final List<String> told = new ArrayList<>();

  private static Step step(Action action) {
    return new Step("step", action, Set.of(), "");
  }

  @Test
  void aWaitIsToldWhenItBeginsAndAgainWhileItLasts() {
    try (WaitNotes notes = new WaitNotes(() -> seconds.get() * 1_000_000_000, told::add)) {
      notes.started(START);
      notes.started(HEALTHY);
      seconds.set(9);
      notes.remind();
      seconds.set(75);
      notes.remind();
      notes.ended(HEALTHY);
      notes.remind();
    }

    assertThat(told)
        .containsExactly(
            "wait for the health of web[0], at most 10m",
            "still: wait for the health of web[0], for 1m15s, at most 10m");
  }
}

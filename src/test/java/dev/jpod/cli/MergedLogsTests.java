package dev.jpod.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.engine.LogLine;
import dev.jpod.engine.LogLine.Stream;
import dev.jpod.engine.LogQuery;
import dev.jpod.engine.Logs;
import dev.jpod.observed.ContainerStatus;
import dev.jpod.observed.ObservedContainer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MergedLogsTests {
  private static final int LINES = 5000;

  @Test
  void linesComeInTheOrderOfTheirTimes() {
    List<ObservedContainer> containers = List.of(container('0'), container('1'), container('2'));
    Logs logs =
        (id, _, sink) -> {
          for (int i = 0; i < LINES; i++) {
            int at = i * 3 + (id.charAt(0) - '0');
            sink.accept(line(at));
          }
        };
    List<Integer> order = new ArrayList<>();

    MergedLogs.read(
        logs,
        containers,
        LogQuery.ALL,
        (_, line) -> order.add(Integer.parseInt(new String(line.text(), UTF_8))));

    assertThat(order).hasSize(3 * LINES).isSorted();
  }

  @Test
  void ofOneTimeTheFirstNamedComesFirst() {
    List<String> order = new ArrayList<>();

    MergedLogs.read(
        (_, _, sink) -> sink.accept(line(7)),
        List.of(container('b'), container('a')),
        LogQuery.ALL,
        (container, _) -> order.add(container.id().substring(0, 1)));

    assertThat(order).containsExactly("b", "a");
  }

  @Test
  void aLogThatCannotBeReadIsAFailure() {
    Logs broken =
        (_, _, _) -> {
          throw new IllegalStateException("broken");
        };

    assertThatThrownBy(
            () -> MergedLogs.read(broken, List.of(container('a')), LogQuery.ALL, (_, _) -> {}))
        .hasMessage("broken");
  }

  private static LogLine line(int second) {
    return new LogLine(
        Instant.ofEpochSecond(second), Stream.STDOUT, Integer.toString(second).getBytes(UTF_8));
  }

  private static ObservedContainer container(char digit) {
    return Observations.container(
        String.valueOf(digit).repeat(64), null, new ContainerStatus.Created());
  }
}

package dev.jpod.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTests {
  @TempDir private Path folder;
  private Path file;
  private EventLog log;

  @BeforeEach
  void open() {
    file = folder.resolve("events.jsonl");
    log = new EventLog(file);
  }

  @Test
  void whatIsWrittenIsReadInOrder() {
    log.append(event(1));
    log.append(event(2));

    assertThat(read()).containsExactly(event(1), event(2));
  }

  @Test
  void aLogThatIsNotThereIsEmpty() {
    assertThat(read()).isEmpty();
  }

  @Test
  void linesOfTheLaunchScriptAreEventsAndGarbageIsNot() throws IOException {
    Files.writeString(
        file,
        "{\"time\":\"2026-11-23T19:12:20.719678110Z\",\"event\":\"die\",\"id\":\"a\","
            + "\"name\":\"n\",\"code\":137,\"cause\":\"stopped\"}\n"
            + "garbage\n{\"event\":\"x\"}\n[]\n{\"time\":\"20");

    assertThat(read())
        .containsExactly(
            new Event(
                Instant.parse("2026-11-23T19:12:20.719678110Z"),
                "die",
                "a",
                "n",
                Map.of("code", "137", "cause", "stopped")));
  }

  @Test
  void aFullLogMakesRoomAndStaysReadable() throws IOException {
    log.append(event(1));
    Files.writeString(file, "x".repeat(5 << 20) + "\n", StandardOpenOption.APPEND);
    log.append(event(2));

    assertThat(Files.size(file)).isLessThan(1000);
    assertThat(read()).containsExactly(event(1), event(2));
  }

  @Test
  void aFollowerGetsNewEventsAlsoWhenTheLogIsTurnedOver() throws Exception {
    log.append(event(1));
    List<Event> heard = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger wanted = new AtomicInteger(3);
    Thread follower =
        Thread.ofVirtual().start(() -> log.follow(heard::add, () -> heard.size() >= wanted.get()));
    while (heard.isEmpty()) {
      Thread.onSpinWait();
    }
    log.append(event(2));
    Files.move(file, folder.resolve("events.jsonl.1"));
    log.append(event(3));
    follower.join();

    assertThat(heard).containsExactly(event(1), event(2), event(3));
  }

  private List<Event> read() {
    List<Event> events = new ArrayList<>();
    log.read(events::add);
    return events;
  }

  private static Event event(int second) {
    return new Event(
        Instant.ofEpochSecond(second), "start", "id" + second, "web", Map.of("by", "me"));
  }
}

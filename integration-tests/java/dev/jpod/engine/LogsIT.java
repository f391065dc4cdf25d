package dev.jpod.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.engine.EngineRig.Wish;
import dev.jpod.engine.LogQuery.Following;
import dev.jpod.model.Lifecycle.RestartPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Logs as a real conmon writes them. */
class LogsIT extends FreshEngine {
  private static final Duration LONG = Duration.ofSeconds(20);

  @Test
  void streamsAreKeptApartAndBytesAsTheyAre() {
    String id = rig.run(Wish.script("echo out; echo err >&2; printf 'a\\377b\\n'; sleep 0.1"));
    rig.containers.awaitExit(id, LONG);
    List<LogLine> lines = new ArrayList<>();
    rig.engine.logs().read(id, LogQuery.ALL, lines::add);

    assertThat(rig.log(id)).contains("STDOUT out", "STDERR err");
    assertThat(lines).anySatisfy(line -> assertThat(line.text()).containsExactly('a', 0xff, 'b'));
  }

  @Test
  void aLongLineIsOneLine() {
    String id = rig.run(Wish.script("head -c 100000 /dev/zero | tr '\\0' x; echo; sleep 0.1"));
    rig.containers.awaitExit(id, LONG);
    List<LogLine> lines = new ArrayList<>();
    rig.engine.logs().read(id, new LogQuery(1, null, Following.NO), lines::add);

    assertThat(lines).hasSize(1);
    assertThat(lines.getFirst().text()).hasSize(100_000);
  }

  @Test
  void theLastLinesAndThoseSinceATimeCanBeAskedFor() {
    String id = rig.run(Wish.script("i=0; while [ $i -lt 9 ]; do echo $i; i=$((i+1)); done"));
    rig.containers.awaitExit(id, LONG);
    List<LogLine> all = new ArrayList<>();
    rig.engine.logs().read(id, LogQuery.ALL, all::add);
    Instant middle = all.get(5).time();

    assertThat(texts(id, new LogQuery(2, null, Following.NO))).containsExactly("7", "8");
    assertThat(texts(id, new LogQuery(-1, middle, Following.NO))).endsWith("5", "6", "7", "8");
    assertThat(texts(id, new LogQuery(0, null, Following.NO))).isEmpty();
  }

  @Test
  void followingGoesOnThroughRotationUntilTheEnd() {
    String id =
        rig.run(
            Wish.script(
                    "i=0; while [ $i -lt 400 ]; do echo line $i; i=$((i+1)); "
                        + "[ $((i % 100)) != 0 ] || sleep 0.4; done")
                .logging(9000, 3));

    List<String> followed = texts(id, new LogQuery(-1, null, Following.UNTIL_END));

    assertThat(followed).hasSize(400).first().isEqualTo("line 0");
    assertThat(followed).last().isEqualTo("line 399");
    assertThat(rig.files(id).log().toFile().length()).isLessThan(400 * 40L);
  }

  @Test
  void followingGoesOnWhileThePolicyStartsTheContainerAgain() {
    String id =
        rig.run(
            Wish.script("echo begun; sleep 0.2; exit 1")
                .restarting(RestartPolicy.When.ON_FAILURE, 3));

    assertThat(texts(id, new LogQuery(-1, null, Following.UNTIL_END)))
        .containsExactly("begun", "begun", "begun", "begun");
  }

  @Test
  void aFullLogIsKeptAsTheOneBefore() throws IOException {
    String id =
        rig.run(
            Wish.script("i=0; while [ $i -lt 300 ]; do echo line $i; i=$((i+1)); done; sleep 0.1")
                .logging(9000, 2));
    rig.containers.awaitExit(id, LONG);
    ContainerFiles files = rig.files(id);

    EngineRig.eventually(
        "the names are turned", () -> files.bundle().resolve("ctr.log.1").toFile().length() > 0);
    assertThat(Files.size(files.log())).isLessThanOrEqualTo(9000);
    assertThat(Files.size(files.bundle().resolve("ctr.log.1"))).isLessThanOrEqualTo(9000);
    assertThat(texts(id, LogQuery.ALL)).contains("line 299").first().isEqualTo("line 0");
  }

  private List<String> texts(String id, LogQuery query) {
    List<String> texts = new ArrayList<>();
    rig.engine
        .logs()
        .read(id, query, line -> texts.add(new String(line.text(), StandardCharsets.UTF_8)));
    return texts;
  }
}

package dev.jpod.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.model.InstanceKey;
import dev.jpod.observed.ContainerStatus;
import dev.jpod.observed.ContainerStatus.Cause;
import dev.jpod.observed.ContainerStatus.Monitor;
import dev.jpod.observed.ContainerStatus.Reason;
import dev.jpod.store.PodRecords;
import dev.jpod.store.StoreLayout;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ContainerJsonTests {
  private PlacedPods pods;

  @BeforeEach
  void noPods(@TempDir Path folder) {
    pods = PlacedPods.of(new PodRecords(new StoreLayout(folder.resolve("root"), folder)));
  }

  @Test
  void aContainerOfAStackHasEveryPromisedField() {
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    Output out = new Output(target);
    ContainerJson.list(
        out, List.of(Observations.running('a', new InstanceKey("shop", "web", 0, "web"))), pods);
    out.flush();

    assertThat(target.toString(UTF_8))
        .isEqualTo(
            """
            [
              {
                "id" : "%s",
                "name" : "shop-web-0",
                "stack" : "shop",
                "pod" : "web",
                "replica" : 0,
                "container" : "web",
                "generation" : 1,
                "image" : "localhost/busybox:1",
                "imageId" : "sha256:%s",
                "status" : "running",
                "pid" : 4711,
                "startedAt" : "2026-11-23T10:00:00Z",
                "monitor" : "alive",
                "created" : "2026-11-23T10:00:00Z",
                "restarts" : 2,
                "wanted" : "running"
              }
            ]
            """
                .formatted("a".repeat(64), "0".repeat(64)));
  }

  @Test
  void anEmptyListIsAnEmptyArray() {
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    Output out = new Output(target);
    ContainerJson.list(out, List.of(), pods);
    out.flush();

    assertThat(JsonMapper.shared().readTree(target.toByteArray()).isArray()).isTrue();
  }

  @Test
  void everyStateTellsWhatIsKnownOfIt() {
    Instant later = Instant.parse("2026-11-23T10:00:05Z");

    assertThat(fields(new ContainerStatus.Created()).required("status").stringValue())
        .isEqualTo("created");
    assertThat(fields(new ContainerStatus.Paused(7, later, Monitor.GONE)).toString())
        .contains("\"status\":\"paused\",\"pid\":7,\"startedAt\":\"2026-11-23T10:00:05Z\"")
        .contains("\"monitor\":\"gone\"");
    assertThat(fields(new ContainerStatus.Restarting(3, later)).toString())
        .contains("\"status\":\"restarting\",\"exitCode\":3,\"retryAt\":\"2026-11-23T10:00:05Z\"");
    assertThat(fields(new ContainerStatus.Restarting(3, null)).has("retryAt")).isFalse();
    assertThat(fields(new ContainerStatus.Exited(137, later, Cause.OUT_OF_MEMORY)).toString())
        .contains("\"exitCode\":137,\"finishedAt\":\"2026-11-23T10:00:05Z\"")
        .contains("\"cause\":\"out_of_memory\"");
    assertThat(fields(new ContainerStatus.Lost(Reason.REBOOT)).toString())
        .contains("\"status\":\"lost\",\"reason\":\"reboot\"");
  }

  private JsonNode fields(ContainerStatus status) {
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    Output out = new Output(target);
    ContainerJson.list(out, List.of(Observations.container("f".repeat(64), null, status)), pods);
    out.flush();
    JsonNode container = JsonMapper.shared().readTree(target.toByteArray()).get(0);
    assertThat(container.has("stack")).isFalse();
    return container;
  }
}

package dev.jpod.cli;

import dev.jpod.engine.HealthReport;
import dev.jpod.model.Digest;
import dev.jpod.model.InstanceKey;
import dev.jpod.observed.ContainerStatus;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.store.PodRecord;
import dev.jpod.store.PodRecords;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Containers for programs. Fields may be added; those that are here keep name and meaning. */
final class ContainerJson {
  /** What a program may rely on. */
  static final List<String> FIELDS =
      List.of(
          "  id          64 hexadecimal digits",
          "  name        unique on the host; the start of the id if it has no record",
          "  stack       with pod, replica and container: the instance; absent if it has none",
          "  podId       the id of the pod that it was made in; absent without one",
          "  role        of two of the same name, while one takes the place of the other: standby"
              + " of the new one until then, replaced of the old one afterwards; absent of the one"
              + " that serves",
          "  generation  counts the containers made for the same instance, from 1",
          "  image       the name it was made by; imageId is the digest, absent if unknown",
          "  status      incomplete, removing, created, running, paused, restarting, exited, lost",
          "  pid         while running or paused, with startedAt and monitor (alive,"
              + " stopping, gone)",
          "  exitCode    after its end, with finishedAt and cause (by_itself, stopped,"
              + " out_of_memory, start_failed); retryAt while restarting",
          "  reason      why nothing is known of its end: reboot, process_gone; or of an"
              + " incomplete container: no_record, as a crash or a power cut leaves one that was"
              + " being made; 'jpod rm' and the next apply remove it",
          "  health      while it has a process: starting, healthy, unhealthy, or unchecked when"
              + " nobody carries its check out any more, which the next apply repairs; absent"
              + " without a health check",
          "  created     a time as in RFC 3339, as are all times",
          "  restarts    how often its restart policy started it again",
          "  wanted      what an operator asked for last: running, stopped");

  private ContainerJson() {}

  /** An array of containers as {@code ps} shows them. */
  static void list(Output out, List<ObservedContainer> containers, PlacedPods pods) {
    JsonOutput.array(
        out, containers, (json, container) -> summary(json, container, pods.roleOf(container)));
  }

  /** An array of containers with all their fields, and where their files are. */
  static void full(Output out, List<ObservedContainer> containers, Wiring wiring) {
    PlacedPods pods = PlacedPods.of(new PodRecords(wiring.layout()));
    JsonOutput.array(
        out,
        containers,
        (json, container) -> {
          summary(json, container, pods.roleOf(container));
          json.writeStringProperty("folder", wiring.layout().container(container.id()).toString());
          json.writeStringProperty(
              "runFolder", wiring.layout().containerRun(container.id()).toString());
          PodRecord pod = container.pod() == null ? null : pods.find(container.pod());
          if (pod != null) {
            json.writeStringProperty("podName", pod.name());
            json.writeStringProperty("hostname", pod.hostname());
            EndpointJson.networks(json, pod.endpoints());
            EndpointJson.ports(json, pod.ports());
          }
          report(json, wiring.engine().containers().healthReport(container.id()));
          fields(json, "applied", container.applied());
          fields(json, "live", container.live());
        });
  }

  /** What every list of containers has of one. */
  static void summary(JsonGenerator json, ObservedContainer container, PodRole role) {
    json.writeStringProperty("id", container.id());
    json.writeStringProperty("name", container.name());
    InstanceKey owner = container.owner();
    if (owner != null) {
      json.writeStringProperty("stack", owner.stack());
      json.writeStringProperty("pod", owner.pod());
      json.writeNumberProperty("replica", owner.replica());
      json.writeStringProperty("container", owner.container());
    }
    String pod = container.pod();
    if (pod != null) {
      json.writeStringProperty("podId", pod);
    }
    String word = role.word();
    if (word != null) {
      json.writeStringProperty("role", word);
    }
    json.writeNumberProperty("generation", container.generation());
    json.writeStringProperty("image", container.imageName());
    Digest image = container.image();
    if (image != null) {
      json.writeStringProperty("imageId", image.value());
    }
    json.writeStringProperty("status", container.status().word());
    if (image == null) {
      json.writeStringProperty("reason", "no_record");
    }
    status(json, container.status());
    String health = HealthText.of(container);
    if (health != null) {
      json.writeStringProperty("health", health);
    }
    time(json, "created", container.created());
    json.writeNumberProperty("restarts", container.restarts());
    word(json, "wanted", container.wanted());
  }

  private static void status(JsonGenerator json, ContainerStatus status) {
    switch (status) {
      case ContainerStatus.Incomplete _, ContainerStatus.Removing _, ContainerStatus.Created _ -> {}
      case ContainerStatus.Running running -> {
        json.writeNumberProperty("pid", running.pid());
        time(json, "startedAt", running.since());
        word(json, "monitor", running.monitor());
      }
      case ContainerStatus.Paused paused -> {
        json.writeNumberProperty("pid", paused.pid());
        time(json, "startedAt", paused.since());
        word(json, "monitor", paused.monitor());
      }
      case ContainerStatus.Restarting restarting -> {
        json.writeNumberProperty("exitCode", restarting.exitCode());
        Instant until = restarting.until();
        if (until != null) {
          time(json, "retryAt", until);
        }
      }
      case ContainerStatus.Exited exited -> {
        json.writeNumberProperty("exitCode", exited.exitCode());
        time(json, "finishedAt", exited.at());
        word(json, "cause", exited.cause());
      }
      case ContainerStatus.Lost lost -> word(json, "reason", lost.reason());
    }
  }

  private static void report(JsonGenerator json, @Nullable HealthReport report) {
    if (report == null) {
      return;
    }
    json.writeName("healthReport").writeStartObject();
    json.writeStringProperty("status", report.health().word());
    json.writeNumberProperty("failingStreak", report.failingStreak());
    json.writeName("log").writeStartArray();
    for (HealthReport.Result result : report.log()) {
      json.writeStartObject();
      HealthcheckRunCommand.write(json, result);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void fields(JsonGenerator json, String name, Map<String, String> fields) {
    json.writeName(name).writeStartObject();
    for (Map.Entry<String, String> field : fields.entrySet()) {
      json.writeStringProperty(field.getKey(), field.getValue());
    }
    json.writeEndObject();
  }

  private static void time(JsonGenerator json, String name, Instant time) {
    json.writeStringProperty(name, time.toString());
  }

  private static void word(JsonGenerator json, String name, Enum<?> value) {
    json.writeStringProperty(name, value.name().toLowerCase(Locale.ROOT));
  }
}

package dev.jpod.store;

import dev.jpod.model.Container.Logging;
import dev.jpod.model.Digest;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.JpodException;
import dev.jpod.model.Lifecycle.RestartPolicy;
import dev.jpod.store.ContainerRecord.OciRuntime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The records of a store's containers, one {@code record.json} in each container's folder. */
public final class ContainerRecords {
  private static final String FILE = "record.json";

  private final StoreLayout layout;

  public ContainerRecords(StoreLayout layout) {
    this.layout = layout;
  }

  /** Whether a text has the form of a container's id: 64 lower-case hexadecimal digits. */
  public static boolean isId(String text) {
    return RecordFolders.isId(text);
  }

  /**
   * The ids of all containers, records or not: a folder without a record is what a crash left of a
   * creation or a removal.
   */
  public List<String> ids() {
    return RecordFolders.ids(layout.containers());
  }

  /**
   * The record of a container, or null when there is none. What a power cut left of the first
   * record of a container that was never used counts as none.
   *
   * @throws JpodException for any other record that cannot be read
   */
  public @Nullable ContainerRecord find(String id) {
    Path file = file(id);
    byte[] text = StateDocument.text(file);
    if (text == null || UnfinishedRecord.is(text, layout, id)) {
      return null;
    }
    return read(StateDocument.parse(file, text));
  }

  /**
   * Whether the folder of a container without a record holds anything: it is empty for as long as
   * the container is only just being made, and when it is as good as removed.
   */
  public boolean hasRemains(String id) {
    return RecordFolders.hasContent(layout.container(id));
  }

  /**
   * The record of a container.
   *
   * @throws JpodException of kind NOT_FOUND when there is no such container, of kind REFUSED when
   *     it has no record
   */
  public ContainerRecord require(String id) {
    ContainerRecord record = isId(id) ? find(id) : null;
    if (record == null && isId(id) && hasRemains(id)) {
      throw JpodException.refused(
          "container '" + id + "' is only half there, as a crash or a power cut left it",
          "remove it with 'jpod rm', or apply its stack again");
    }
    if (record == null) {
      throw JpodException.notFound(
          "there is no container '" + id + "'", "'jpod ps --all' lists the containers");
    }
    return record;
  }

  /**
   * Keeps the first record of a container, without waiting for the disk: what a power cut leaves of
   * a container that is being made is of no use anyway.
   */
  public void begin(ContainerRecord record) {
    StateDocument.writeSoon(file(record.id()), write(record));
  }

  /** Keeps a record, in place of an older one. Atomic and durable. */
  public void save(ContainerRecord record) {
    StateDocument.write(file(record.id()), write(record));
  }

  private Path file(String id) {
    return layout.container(id).resolve(FILE);
  }

  private static ObjectNode write(ContainerRecord record) {
    ObjectNode json = StateDocument.blank();
    json.put("id", record.id()).put("name", record.name());
    InstanceKey owner = record.owner();
    if (owner != null) {
      json.putObject("owner")
          .put("stack", owner.stack())
          .put("pod", owner.pod())
          .put("replica", owner.replica())
          .put("container", owner.container());
    }
    json.put("pod", record.pod());
    json.put("cgroup", record.cgroup());
    json.put("generation", record.generation()).put("phase", record.phase().name());
    json.put("image", record.image().value()).put("imageName", record.imageName());
    json.put("created", record.created().toString());
    json.putObject("runtime")
        .put("name", record.runtime().name())
        .put("path", record.runtime().path());
    json.put("stopSignal", record.stopSignal());
    json.put("stopTimeoutMillis", record.stopTimeout().toMillis());
    json.putObject("restart")
        .put("when", record.restart().when().name())
        .put("maxRetries", record.restart().maxRetries());
    json.putObject("logging")
        .put("maxSize", record.logging().maxSize())
        .put("files", record.logging().files());
    StateDocument.put(json, "volumes", record.volumes());
    StateDocument.put(json, "ownVolumes", record.ownVolumes());
    StateDocument.put(json, "applied", record.applied());
    return json;
  }

  private static ContainerRecord read(StateDocument json) {
    StateDocument owner = json.optionalObject("owner");
    StateDocument runtime = json.object("runtime");
    StateDocument restart = json.object("restart");
    StateDocument logging = json.object("logging");
    try {
      return new ContainerRecord(
          json.text("id"),
          json.text("name"),
          owner == null
              ? null
              : new InstanceKey(
                  owner.text("stack"),
                  owner.text("pod"),
                  owner.smallNumber("replica"),
                  owner.text("container")),
          json.optionalText("pod"),
          json.text("cgroup"),
          json.smallNumber("generation"),
          json.word("phase", ContainerRecord.Phase.class),
          new Digest(json.text("image")),
          json.text("imageName"),
          json.time("created"),
          new TreeMap<>(json.texts("applied")),
          new OciRuntime(runtime.text("name"), runtime.text("path")),
          json.text("stopSignal"),
          Duration.ofMillis(json.number("stopTimeoutMillis")),
          new RestartPolicy(
              restart.word("when", RestartPolicy.When.class), restart.smallNumber("maxRetries")),
          new Logging(logging.number("maxSize"), logging.smallNumber("files")),
          json.list("volumes"),
          json.list("ownVolumes"));
    } catch (IllegalArgumentException e) {
      throw json.corrupt(String.valueOf(e.getMessage()));
    }
  }
}

package dev.jpod.store;

import dev.jpod.host.DurableFile;
import dev.jpod.model.JpodException;
import dev.jpod.model.Names;
import dev.jpod.model.NetworkSpec;
import dev.jpod.model.NetworkSpec.Subnet;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The records of a store's networks, one file each. */
public final class NetworkRecords {
  private static final String SUFFIX = ".json";

  private final StoreLayout layout;

  public NetworkRecords(StoreLayout layout) {
    this.layout = layout;
  }

  /** All networks, by name. */
  public List<NetworkRecord> all() {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(layout.networks())) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        String bare = name.substring(0, Math.max(0, name.length() - SUFFIX.length()));
        if (name.endsWith(SUFFIX) && Names.problemWithResourceName(bare) == null) {
          names.add(bare);
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw DiskFailure.of(e, layout.networks(), "be read");
    }
    names.sort(String::compareTo);
    List<NetworkRecord> records = new ArrayList<>(names.size());
    for (String name : names) {
      NetworkRecord record = find(name);
      if (record != null) {
        records.add(record);
      }
    }
    return records;
  }

  /**
   * The record of a network, or null when there is none.
   *
   * @throws JpodException when it cannot be read
   */
  public @Nullable NetworkRecord find(String name) {
    if (Names.problemWithResourceName(name) != null) {
      return null;
    }
    StateDocument json = StateDocument.read(file(name));
    return json == null ? null : read(json);
  }

  /**
   * The record of a network.
   *
   * @throws JpodException of kind NOT_FOUND when there is none
   */
  public NetworkRecord require(String name) {
    NetworkRecord record = find(name);
    if (record == null) {
      throw JpodException.notFound(
          "there is no network '" + name + "'", "'jpod network ls' lists the networks");
    }
    return record;
  }

  /** Keeps a record, in place of an older one. Atomic and durable. */
  public void save(NetworkRecord record) {
    try {
      Files.createDirectories(layout.networks());
    } catch (IOException e) {
      throw DiskFailure.of(e, layout.networks(), "be made");
    }
    StateDocument.write(file(record.name()), write(record));
  }

  /**
   * Forgets a network, and clears away what dying writers left of any. Idempotent. Only for whoever
   * keeps all others from writing records.
   */
  public void delete(String name) {
    if (Names.problemWithResourceName(name) != null) {
      return;
    }
    try {
      Files.deleteIfExists(file(name));
      DurableFile.sweep(layout.networks());
    } catch (IOException e) {
      throw DiskFailure.of(e, file(name), "be removed");
    }
  }

  private Path file(String name) {
    return layout.networks().resolve(name + SUFFIX);
  }

  private static ObjectNode write(NetworkRecord record) {
    ObjectNode json = StateDocument.blank();
    json.put("name", record.name()).put("stack", record.stack());
    json.put("created", record.created().toString());
    json.put("interface", record.interfaceName());
    put(json, "subnets", record.subnets());
    NetworkSpec asked = record.asked();
    ObjectNode spec = json.putObject("asked");
    spec.put("driver", asked.driver()).put("mtu", asked.mtu());
    put(spec, "subnets", asked.subnets());
    spec.put("internal", asked.internal()).put("ipv6", asked.ipv6());
    spec.put("isolate", asked.isolate()).put("dns", asked.dns());
    StateDocument.put(spec, "labels", asked.labels());
    StateDocument.put(spec, "options", asked.options());
    return json;
  }

  private static void put(ObjectNode json, String field, List<Subnet> subnets) {
    ArrayNode array = json.putArray(field);
    subnets.forEach(
        subnet -> array.addObject().put("cidr", subnet.cidr()).put("gateway", subnet.gateway()));
  }

  private static NetworkRecord read(StateDocument json) {
    StateDocument spec = json.object("asked");
    return new NetworkRecord(
        json.text("name"),
        json.optionalText("stack"),
        json.time("created"),
        new NetworkSpec(
            spec.text("driver"),
            subnets(spec),
            spec.flag("internal"),
            spec.flag("ipv6"),
            spec.flag("isolate"),
            spec.flag("dns"),
            false,
            spec.smallNumber("mtu"),
            spec.texts("labels"),
            spec.texts("options")),
        subnets(json),
        json.text("interface"));
  }

  private static List<Subnet> subnets(StateDocument json) {
    List<Subnet> subnets = new ArrayList<>();
    for (StateDocument object : json.objects("subnets")) {
      subnets.add(new Subnet(object.text("cidr"), object.optionalText("gateway")));
    }
    return subnets;
  }
}

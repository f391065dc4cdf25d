package dev.jpod.store;

import dev.jpod.json.JsonTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What happened to containers, one JSON object per line. The launch script writes to it, too. Once
 * the file has 4 MiB it becomes {@code events.jsonl.1}, in the place of an older one: so the log
 * keeps to about 8 MiB.
 */
public final class EventLog {
  private static final long LARGEST = 4 << 20;
  private static final long LOOK_MILLIS = 500;
  private static final int BLOCK = 64 * 1024;

  private final Path file;

  public EventLog(Path file) {
    this.file = file;
  }

  /** Adds an event. Lines of several processes do not mix. */
  public void append(Event event) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("time", event.time().toString()).put("event", event.kind());
    line.put("id", event.id()).put("name", event.name());
    event.details().forEach(line::put);
    try {
      turn();
      Files.write(
          file, StateDocument.line(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw DiskFailure.of(e, file, "be written");
    }
  }

  /** Hands every event that is kept to the sink, oldest first; what is no event is left out. */
  public void read(Consumer<Event> sink) {
    try (Reading reading = new Reading(sink)) {
      reading.copyAll();
    } catch (IOException e) {
      throw DiskFailure.of(e, file, "be read");
    }
  }

  /**
   * Hands every event that is kept to the sink, then every new one as it happens.
   *
   * @param until asked at least every half second; true ends the reading
   */
  public void follow(Consumer<Event> sink, BooleanSupplier until) {
    Path folder = file.toAbsolutePath().resolveSibling(".").normalize();
    try {
      Files.createDirectories(folder);
      try (WatchService watch = folder.getFileSystem().newWatchService();
          Reading reading = new Reading(sink)) {
        folder.register(
            watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
        reading.copyAll();
        while (!until.getAsBoolean()) {
          WatchKey key = watch.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
          if (key != null) {
            key.pollEvents();
            key.reset();
          }
          reading.copyNew();
        }
      }
    } catch (IOException e) {
      throw DiskFailure.of(e, file, "be followed");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void turn() throws IOException {
    try {
      if (Files.size(file) > LARGEST) {
        Files.move(file, older(), StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (NoSuchFileException e) {
      return;
    }
  }

  private Path older() {
    return file.resolveSibling(file.getFileName() + ".1");
  }

  private static @Nullable Event parse(byte[] line) {
    try {
      JsonNode json = JsonTree.read(line);
      Map<String, String> details = new TreeMap<>();
      for (String name : json.propertyNames()) {
        details.put(name, json.required(name).asString(""));
      }
      String time = details.remove("time");
      String kind = details.remove("event");
      String id = details.remove("id");
      String name = details.remove("name");
      return time == null || kind == null || id == null || name == null
          ? null
          : new Event(Instant.parse(time), kind, id, name, details);
    } catch (JacksonException | DateTimeException e) {
      return null;
    }
  }

  /** How far the log has been read. */
  private final class Reading implements AutoCloseable {
    private final Consumer<Event> sink;
    private final ByteArrayOutputStream cut = new ByteArrayOutputStream();
    private @Nullable FileChannel channel;
    private @Nullable Object key;

    Reading(Consumer<Event> sink) {
      this.sink = sink;
    }

    void copyAll() throws IOException {
      open(older());
      copy();
      open(file);
      copy();
    }

    void copyNew() throws IOException {
      copy();
      Object current = keyOf(file);
      if (current != null && !current.equals(key)) {
        copy();
        open(file);
        copy();
      }
    }

    private void open(Path path) throws IOException {
      close();
      try {
        key = keyOf(path);
        channel = FileChannel.open(path, StandardOpenOption.READ);
      } catch (NoSuchFileException e) {
        channel = null;
      }
    }

    private void copy() throws IOException {
      if (channel == null) {
        return;
      }
      ByteBuffer block = ByteBuffer.allocate(BLOCK);
      while (channel.read(block.clear()) > 0) {
        for (int i = 0; i < block.position(); i++) {
          take(block.get(i));
        }
      }
    }

    private void take(byte b) {
      if (b != '\n') {
        cut.write(b);
        return;
      }
      Event event = parse(cut.toByteArray());
      cut.reset();
      if (event != null) {
        sink.accept(event);
      }
    }

    private static @Nullable Object keyOf(Path path) throws IOException {
      try {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
      } catch (NoSuchFileException e) {
        return null;
      }
    }

    @Override
    public void close() throws IOException {
      if (channel != null) {
        channel.close();
        channel = null;
      }
    }
  }
}

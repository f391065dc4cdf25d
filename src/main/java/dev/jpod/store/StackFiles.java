package dev.jpod.store;

import dev.jpod.host.FileTree;
import dev.jpod.model.Names;
import dev.jpod.store.StackRevision.Image;
import dev.jpod.store.StackRevision.Source;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@link StackStore} as files of one folder. */
public final class StackFiles implements StackStore {
  private static final String LOCK = "lock";
  private static final String SUFFIX = ".json";

  private final String stack;
  private final Path folder;
  private final Path currentFile;
  private final Path history;
  private final Journal journal;

  /** What is kept of a stack; nothing is made before something is written. */
  public StackFiles(StoreLayout layout, String stack) {
    String problem = Names.problemWithLabel(stack);
    if (problem != null) {
      throw new IllegalArgumentException("'" + stack + "' cannot be a stack: " + problem);
    }
    this.stack = stack;
    this.folder = layout.stack(stack);
    this.currentFile = folder.resolve("current.json");
    this.history = folder.resolve("revisions");
    this.journal = new Journal(folder.resolve("journal"));
  }

  /** The names of the stacks that a store keeps something of, in order. */
  public static List<String> names(StoreLayout layout) {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(layout.stacks())) {
      for (Path stack : folders) {
        String name = stack.getFileName().toString();
        if (Names.problemWithLabel(name) == null && Files.exists(stack.resolve("current.json"))) {
          names.add(name);
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw DiskFailure.of(e, layout.stacks(), "be read");
    }
    names.sort(Comparator.naturalOrder());
    return names;
  }

  @Override
  public boolean isKnown() {
    return Files.exists(folder);
  }

  @Override
  public @Nullable StackRevision current() {
    StateDocument json = StateDocument.read(currentFile);
    return json == null ? null : read(json);
  }

  @Override
  public List<StackRevision> revisions() {
    List<StackRevision> revisions = new ArrayList<>();
    for (long serial : serials()) {
      StateDocument json = StateDocument.read(revision(serial));
      if (json != null) {
        revisions.add(read(json));
      }
    }
    return revisions;
  }

  /** The history goes first: a current revision is always in it. */
  @Override
  public void commit(StackRevision revision, int keep) {
    ObjectNode json = write(revision);
    makeFolder(history);
    StateDocument.write(revision(revision.serial()), json);
    StateDocument.write(currentFile, json);
    List<Long> serials = serials();
    for (long old : serials.subList(Math.min(keep, serials.size()), serials.size())) {
      delete(revision(old));
    }
  }

  @Override
  public List<JournalEntry> journal() {
    return journal.read();
  }

  @Override
  public void append(JournalEntry entry) {
    makeFolder(folder);
    journal.append(entry);
  }

  @Override
  public void forceJournal() {
    journal.force();
  }

  @Override
  public void clearJournal() {
    journal.clear();
  }

  @Override
  public void forget() {
    try {
      Files.deleteIfExists(currentFile);
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
        for (Path entry : entries) {
          if (!entry.endsWith(LOCK)) {
            FileTree.delete(entry);
          }
        }
      }
    } catch (NoSuchFileException e) {
      return;
    } catch (IOException e) {
      throw DiskFailure.of(e, folder, "be removed");
    }
  }

  @Override
  public StackLock lock(Duration wait) {
    return FileStackLock.take(folder.resolve(LOCK), stack, wait);
  }

  private Path revision(long serial) {
    return history.resolve(serial + SUFFIX);
  }

  /** Newest first. */
  private List<Long> serials() {
    List<Long> serials = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(history, "[0-9]*" + SUFFIX)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        serials.add(Long.valueOf(name.substring(0, name.length() - SUFFIX.length())));
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw DiskFailure.of(e, history, "be read");
    }
    serials.sort(Comparator.reverseOrder());
    return serials;
  }

  private static void makeFolder(Path path) {
    if (Files.isDirectory(path)) {
      return;
    }
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw DiskFailure.of(e, path, "be made");
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw DiskFailure.of(e, file, "be removed");
    }
  }

  private static ObjectNode write(StackRevision revision) {
    ObjectNode json = StateDocument.blank();
    json.put("stack", revision.stack()).put("lineage", revision.lineage());
    json.put("serial", revision.serial()).put("at", revision.at().toString());
    json.put("origin", revision.origin()).put("commit", revision.commit());
    ArrayNode sources = json.putArray("sources");
    for (Source source : revision.sources()) {
      sources.addObject().put("name", source.name()).put("text", source.text());
    }
    ArrayNode images = json.putArray("images");
    for (Image image : revision.images()) {
      images
          .addObject()
          .put("reference", image.reference())
          .put("digest", image.digest().value())
          .put("manifest", image.manifest().value())
          .put("id", image.id().value());
    }
    json.put("lock", revision.lock());
    StateDocument.put(json, "variables", revision.variables());
    StateDocument.put(json, "inventory", revision.inventory());
    StateDocument.put(json, "volumes", revision.volumes());
    return json;
  }

  private static StackRevision read(StateDocument json) {
    List<Source> sources = new ArrayList<>();
    for (StateDocument source : json.objects("sources")) {
      sources.add(new Source(source.text("name"), source.text("text")));
    }
    List<Image> images = new ArrayList<>();
    for (StateDocument image : json.objectsIfAny("images")) {
      images.add(
          new Image(
              image.text("reference"),
              image.digest("digest"),
              image.digest("manifest"),
              image.digest("id")));
    }
    return new StackRevision(
        json.text("stack"),
        json.text("lineage"),
        json.number("serial"),
        json.time("at"),
        sources,
        json.text("origin"),
        json.texts("variables"),
        json.list("inventory"),
        json.list("volumes"),
        json.optionalText("commit"),
        images,
        json.optionalText("lock"));
  }
}

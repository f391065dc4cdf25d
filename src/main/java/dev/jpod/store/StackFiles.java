package dev.jpod.store;

import dev.jpod.host.FileTree;
import dev.jpod.model.Digest;
import dev.jpod.model.Names;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
  private final RevisionContents contents;

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
    this.contents = new RevisionContents(folder.resolve("contents"));
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
    return json == null ? null : RevisionJson.read(json);
  }

  @Override
  public List<StackRevision> revisions() {
    List<StackRevision> revisions = new ArrayList<>();
    for (long serial : serials()) {
      StateDocument json = StateDocument.read(revision(serial));
      if (json != null) {
        revisions.add(RevisionJson.read(json));
      }
    }
    return revisions;
  }

  @Override
  public @Nullable StackRevision newest() {
    for (long serial : serials()) {
      StateDocument json = StateDocument.read(revision(serial));
      if (json != null) {
        return RevisionJson.read(json);
      }
    }
    return current();
  }

  /** The history goes first: a current revision is always in it. */
  @Override
  public void commit(StackRevision revision, Map<Digest, byte[]> contents, int keep) {
    ObjectNode json = write(revision, contents);
    StateDocument.write(currentFile, json);
    collect(keep);
  }

  @Override
  public void record(StackRevision revision, Map<Digest, byte[]> contents, int keep) {
    write(revision, contents);
    collect(keep);
  }

  /** Contents go first: a revision that is kept has all of its own. */
  private ObjectNode write(StackRevision revision, Map<Digest, byte[]> contents) {
    ObjectNode json = RevisionJson.write(revision);
    makeFolder(history);
    for (StackRevision.Content content : revision.contents()) {
      byte[] bytes = contents.get(content.digest());
      if (bytes != null) {
        this.contents.keep(content.digest(), bytes);
      }
    }
    StateDocument.write(revision(revision.serial()), json);
    return json;
  }

  @Override
  public byte[] content(Digest digest) {
    return contents.read(digest);
  }

  /** What stays is counted by kind, so that many failed attempts push no good revision out. */
  private void collect(int keep) {
    if (serials().size() <= keep) {
      return;
    }
    StackRevision current = current();
    List<StackRevision> kept = new ArrayList<>();
    int good = 0;
    int failed = 0;
    boolean anyGone = false;
    for (StackRevision revision : revisions()) {
      boolean stays = revision.isGood() ? good++ < keep : failed++ < keep;
      if (stays || (current != null && revision.serial() == current.serial())) {
        kept.add(revision);
      } else {
        delete(revision(revision.serial()));
        anyGone = true;
      }
    }
    if (anyGone) {
      contents.keepOnly(kept);
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
}

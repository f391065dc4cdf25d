package dev.jpod.engine;

import dev.jpod.model.JpodException;
import dev.jpod.observed.ContainerStatus;
import dev.jpod.store.ContainerRecord;
import dev.jpod.store.ContainerRecords;
import dev.jpod.store.DiskFailure;
import dev.jpod.store.StoreLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@link Logs} in the files that conmon writes. */
final class K8sFileLogs implements Logs {
  private static final int BLOCK = 64 * 1024;

  /** A container that is lost leaves no trace in its folder, so now and then it is looked for. */
  private static final long LOOK_SECONDS = 2;

  private final StoreLayout layout;
  private final ContainerRecords records;
  private final Observer observer;

  K8sFileLogs(StoreLayout layout, Observer observer) {
    this.layout = layout;
    this.records = new ContainerRecords(layout);
    this.observer = observer;
  }

  @Override
  public void read(String id, LogQuery query, Consumer<LogLine> sink) {
    ContainerRecord record = records.require(id);
    ContainerFiles files = new ContainerFiles(layout, id);
    Path log = files.log();
    LogParser parser = new LogParser(since(query.since(), sink));
    try {
      turnNames(files, record);
      switch (query.following()) {
        case NO -> copyAll(new Reading(log, parser), query).close();
        case UNTIL_END -> follow(files, record, new Reading(log, parser), query);
      }
    } catch (IOException e) {
      throw DiskFailure.of(e, log, "be read");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw JpodException.failed("following the log was interrupted", "");
    }
    parser.finish();
  }

  private static Consumer<LogLine> since(@Nullable Instant since, Consumer<LogLine> sink) {
    return since == null
        ? sink
        : line -> {
          if (!line.time().isBefore(since)) {
            sink.accept(line);
          }
        };
  }

  /** Every look at a log is an occasion to keep the file that conmon has left behind. */
  private static void turnNames(ContainerFiles files, ContainerRecord record) throws IOException {
    try (ContainerLock lock = ContainerLock.attempt(files)) {
      if (lock != null) {
        new LogFiles(files.log()).turn(record.logging().files());
      }
    }
  }

  private void follow(ContainerFiles files, ContainerRecord record, Reading reading, LogQuery query)
      throws IOException, InterruptedException {
    Path folder = files.bundle();
    try (WatchService watch = folder.getFileSystem().newWatchService();
        reading) {
      folder.register(
          watch,
          StandardWatchEventKinds.ENTRY_CREATE,
          StandardWatchEventKinds.ENTRY_MODIFY,
          StandardWatchEventKinds.ENTRY_DELETE);
      copyAll(reading, query);
      // What was written before its end is read after the end is known.
      while (!hasEnded(files)) {
        if (reading.copyNew()) {
          turnNames(files, record);
        }
        WatchKey key = watch.poll(LOOK_SECONDS, TimeUnit.SECONDS);
        if (key != null) {
          key.pollEvents();
          key.reset();
        }
      }
      reading.copyNew();
    }
  }

  private boolean hasEnded(ContainerFiles files) throws IOException {
    if (records.find(files.id()) == null) {
      return true;
    }
    return switch (observer.observe(files.id()).status()) {
      case ContainerStatus.Created _,
          ContainerStatus.Paused _,
          ContainerStatus.Restarting _,
          ContainerStatus.Running _ ->
          false;
      case ContainerStatus.Exited _, ContainerStatus.Incomplete _, ContainerStatus.Removing _ ->
          true;
      case ContainerStatus.Lost _ -> isLostWhileNobodyStartsIt(files);
    };
  }

  /** A restart takes the traces of the run before away, and then looks like a loss. */
  private boolean isLostWhileNobodyStartsIt(ContainerFiles files) throws IOException {
    try (ContainerLock lock = ContainerLock.attempt(files)) {
      return lock != null
          && (records.find(files.id()) == null
              || observer.observe(files.id()).status() instanceof ContainerStatus.Lost);
    }
  }

  private static Reading copyAll(Reading reading, LogQuery query) throws IOException {
    List<Path> files = new LogFiles(reading.log).oldestFirst();
    if (files.isEmpty()) {
      return reading;
    }
    LogTail.Start start =
        query.tail() < 0 ? new LogTail.Start(0, 0) : LogTail.of(files, query.tail());
    for (int file = start.file(); file < files.size(); file++) {
      reading.open(files.get(file), file == start.file() ? start.offset() : 0);
      reading.copyOpen();
    }
    return reading;
  }

  /**
   * How far a log has been read. It keeps its file open, also when conmon puts another in place.
   */
  private static final class Reading implements AutoCloseable {
    private final Path log;
    private final LogParser parser;
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK);
    private @Nullable FileChannel channel;
    private @Nullable Object key;

    Reading(Path log, LogParser parser) {
      this.log = log;
      this.parser = parser;
    }

    void open(Path file, long offset) throws IOException {
      close();
      try {
        key = LogFiles.key(file);
        channel = FileChannel.open(file, StandardOpenOption.READ).position(offset);
      } catch (NoSuchFileException e) {
        // Turned over since the files were listed: its lines are lost with it.
        channel = null;
      }
    }

    void copyOpen() throws IOException {
      if (channel == null) {
        return;
      }
      for (int n = channel.read(block.clear()); n > 0; n = channel.read(block.clear())) {
        parser.feed(block.array(), n);
      }
    }

    /**
     * Reads what has come, to the end of the file that was current and then of its successor.
     *
     * @return whether there is a successor
     */
    boolean copyNew() throws IOException {
      copyOpen();
      Object current = LogFiles.key(log);
      if (current == null || current.equals(key)) {
        return false;
      }
      copyOpen();
      open(log, 0);
      copyOpen();
      return true;
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

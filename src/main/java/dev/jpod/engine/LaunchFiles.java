package dev.jpod.engine;

import dev.jpod.host.Programs;
import dev.jpod.image.ImageRoot;
import dev.jpod.image.UnionDriver;
import dev.jpod.model.HealthCheck;
import dev.jpod.model.JpodException;
import dev.jpod.model.Lifecycle.RestartPolicy;
import dev.jpod.model.ProcessSpec;
import dev.jpod.runtime.ConmonCommand;
import dev.jpod.runtime.RuntimeCommands;
import dev.jpod.store.ContainerRecord;
import dev.jpod.store.StoreLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes the files that the launch script takes its arguments from, one word a line. */
final class LaunchFiles {
  /** mount(8) hands the options to the kernel in one page. */
  private static final int LONGEST_OPTIONS = 4095;

  /** The one that begins with the monitor's path. */
  static final String MONITOR = "conmon";

  /** The files, as the launch script names them. */
  static final List<String> NAMES = List.of("container", MONITOR, "runtime", "policy");

  private final StoreLayout layout;
  private final Programs programs;
  private final LaunchScript script;
  private final CheckFiles checkFiles;

  LaunchFiles(StoreLayout layout, Programs programs, LaunchScript script, CheckFiles checkFiles) {
    this.layout = layout;
    this.programs = programs;
    this.script = script;
    this.checkFiles = checkFiles;
  }

  /** Writes all of them. */
  void write(
      ContainerFiles files,
      ContainerRecord record,
      ImageRoot image,
      @Nullable Passage passage,
      ProcessSpec process,
      @Nullable HealthCheck check)
      throws IOException {
    Files.createDirectory(files.launch());
    List<String> container = new ArrayList<>();
    container.addAll(
        List.of(
            record.id(),
            record.name(),
            layout.runtimeState(record.runtime().name()).toString(),
            image.folder().toString(),
            overlay(files, image),
            layout.events().toString(),
            record.cgroup(),
            program(image.driver())));
    if (passage != null) {
      container.add(passage.base().toString());
      container.add(Integer.toUnsignedString(passage.group()));
    }
    write(files.launch().resolve("container"), container);
    write(files.launch().resolve(MONITOR), conmon(files, record, process));
    RuntimeCommands runtime = commands(record);
    List<String> start = runtime.start(record.id());
    write(files.launch().resolve("runtime"), start.subList(0, start.size() - 2));
    writePolicy(files, record);
    checkFiles.write(files, record, check);
  }

  /**
   * Whether a file's content can be what was written; a power cut may leave it empty or cut short.
   */
  static boolean isWhole(byte[] content) {
    for (byte letter : content) {
      if (letter == 0) {
        return false;
      }
    }
    return content.length > 0 && content[content.length - 1] == '\n';
  }

  /** The first word of a file that is whole. */
  static String firstWord(byte[] content) {
    String words = new String(content, StandardCharsets.UTF_8);
    return words.substring(0, words.indexOf('\n'));
  }

  /**
   * Writes those anew that depend on what can change during a container's life.
   *
   * @return whether its health is to be checked in another way than before
   */
  boolean rewrite(
      ContainerFiles files,
      ContainerRecord record,
      ProcessSpec process,
      @Nullable HealthCheck check)
      throws IOException {
    replace(files.launch().resolve(MONITOR), conmon(files, record, process));
    writePolicy(files, record);
    return checkFiles.write(files, record, check);
  }

  private static void writePolicy(ContainerFiles files, ContainerRecord record) throws IOException {
    RestartPolicy restart = record.restart();
    replace(
        files.launch().resolve("policy"),
        List.of(
            restart.when().name().toLowerCase(Locale.ROOT).replace('_', '-'),
            Integer.toString(restart.maxRetries()),
            Integer.toString(record.logging().files()),
            Integer.toString(Signals.number(record.stopSignal())),
            Long.toString(record.stopTimeout().toMillis())));
  }

  /** The runtime's argument lists for a container. */
  RuntimeCommands commands(ContainerRecord record) {
    return new RuntimeCommands(
        record.runtime().path(), layout.runtimeState(record.runtime().name()).toString());
  }

  private List<String> conmon(ContainerFiles files, ContainerRecord record, ProcessSpec process) {
    List<String> exitCommand = new ArrayList<>(script.exitCommand(files));
    exitCommand.add("0");
    List<String> words =
        new ConmonCommand(
                programs.require("conmon").toString(),
                commands(record),
                record.id(),
                record.name(),
                files.bundle().toString(),
                files.pidFile().toString(),
                files.monitorPidFile().toString(),
                files.exitFolder().toString(),
                files.persist().toString(),
                files.log().toString(),
                record.logging().maxSize(),
                process.tty() ? ConmonCommand.Terminal.PTY : ConmonCommand.Terminal.NONE,
                process.stdin() ? ConmonCommand.Stdin.KEPT_OPEN : ConmonCommand.Stdin.CLOSED,
                exitCommand)
            .arguments();
    // The script puts the number of the attempt in the last word's place.
    return words.subList(0, words.size() - 1);
  }

  private String program(UnionDriver driver) {
    return driver == UnionDriver.FUSE_OVERLAYFS
        ? programs.require(driver.program()).toString()
        : driver.program();
  }

  private static String overlay(ContainerFiles files, ImageRoot image) {
    String options =
        "lowerdir="
            + String.join(":", image.shortLayers())
            + ",upperdir="
            + files.upper()
            + ",workdir="
            + files.work()
            + image.driver().options();
    if (options.length() > LONGEST_OPTIONS) {
      throw JpodException.refused(
          "the image of container '" + files.id() + "' has too many layers to be mounted at once",
          "build the image with fewer layers, or choose a shorter path for the store");
    }
    return options;
  }

  /** Gives a file other words in one step. */
  static void replace(Path file, List<String> words) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    write(fresh, words);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void write(Path file, List<String> words) throws IOException {
    Files.write(file, content(words));
  }

  /** The words, one a line. */
  static byte[] content(List<String> words) {
    return (String.join("\n", words) + "\n").getBytes(StandardCharsets.UTF_8);
  }
}

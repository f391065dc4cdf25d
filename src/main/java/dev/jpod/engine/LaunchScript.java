package dev.jpod.engine;

import dev.jpod.host.Command;
import dev.jpod.host.CommandResult;
import dev.jpod.host.DurableFile;
import dev.jpod.host.ProcessRunner;
import dev.jpod.host.Programs;
import dev.jpod.model.JpodException;
import dev.jpod.store.DiskFailure;
import dev.jpod.store.StoreLayout;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The POSIX shell program that starts containers and runs when they end. It is kept in the store
 * under the digest of its content, so that running containers find theirs after jpod was upgraded
 * or deleted.
 */
final class LaunchScript {
  private static final String RESOURCE = "container.sh";
  private static final int DIGITS = 16;

  private final StoreLayout layout;
  private static final byte[] GO = {'g', 'o', '\n'};

  private final Programs programs;
  private final ProcessRunner runner;
  private @Nullable Path installed;

  LaunchScript(StoreLayout layout, Programs programs, ProcessRunner runner) {
    this.layout = layout;
    this.programs = programs;
    this.runner = runner;
  }

  /** The place of this version's script; puts it there when it is missing. */
  synchronized Path installed() {
    Path file = installed;
    if (file == null) {
      file = install();
      installed = file;
    }
    return file;
  }

  private Path install() {
    byte[] content = content();
    Path file =
        layout.libexec().resolve("container-" + Sha256.hex(content).substring(0, DIGITS) + ".sh");
    if (!isWhole(file, content)) {
      try {
        Files.createDirectories(layout.libexec());
        DurableFile.writeSoon(file, content, PosixFilePermissions.fromString("r-xr-xr-x"));
      } catch (IOException e) {
        throw DiskFailure.of(e, file, "be written");
      }
    }
    return file;
  }

  /** A power cut can leave the file empty. */
  private static boolean isWhole(Path file, byte[] content) {
    try {
      return Files.size(file) == content.length;
    } catch (IOException e) {
      return false;
    }
  }

  /** The words with which conmon runs the script after an end; the attempt's number goes last. */
  List<String> exitCommand(ContainerFiles files) {
    return List.of(
        programs.require("sh").toString(),
        installed().toString(),
        "exited",
        files.bundle().toString(),
        files.run().toString());
  }

  /**
   * Starts a container; a running one stays as it is. It is made at once, but runs no instruction
   * before the gate is open; when that fails, so does the start.
   */
  CommandResult start(ContainerFiles files, Gate gate) {
    return runner.run(
        Command.of(
                List.of(
                    programs.require("sh").toString(),
                    installed().toString(),
                    "start",
                    files.bundle().toString(),
                    files.run().toString()))
            .reading(GO),
        gate::await);
  }

  /** Does what conmon would have had done after an end, where conmon is gone. */
  void exited(ContainerFiles files, String attempt) {
    CommandResult result =
        runner.run(
            Command.of(
                List.of(
                    programs.require("sh").toString(),
                    installed().toString(),
                    "exited",
                    files.bundle().toString(),
                    files.run().toString(),
                    attempt)));
    if (!result.succeeded()) {
      throw JpodException.failed(
          "cleaning up after container '" + files.id() + "' failed: " + result.complaint(),
          "run the command again");
    }
  }

  private static byte[] content() {
    try (InputStream stream = LaunchScript.class.getResourceAsStream(RESOURCE)) {
      if (stream == null) {
        throw new IllegalStateException("jpod was built without its launch script");
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

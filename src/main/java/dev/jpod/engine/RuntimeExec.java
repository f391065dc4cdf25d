package dev.jpod.engine;

import dev.jpod.engine.Vitals.Identity;
import dev.jpod.host.Command;
import dev.jpod.host.CommandResult;
import dev.jpod.host.IdMap;
import dev.jpod.host.ProcessRunner.Input;
import dev.jpod.image.ImageRoot;
import dev.jpod.model.JpodException;
import dev.jpod.runtime.ConmonCommand.Terminal;
import dev.jpod.runtime.ContainerUser;
import dev.jpod.runtime.ContainerUserResolver;
import dev.jpod.runtime.ExecProcess;
import dev.jpod.runtime.ExecRequest;
import dev.jpod.store.ContainerRecord;
import dev.jpod.store.DiskFailure;
import dev.jpod.store.PodRecord;
import dev.jpod.store.PodRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** {@link Exec} by the runtime's own exec. */
final class RuntimeExec implements Exec {
  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;
  private static final int RUNTIME_FAILED = 255;

  private final Workshop workshop;

  RuntimeExec(Workshop workshop) {
    this.workshop = workshop;
  }

  @Override
  public int run(String id, ExecSpec spec) {
    ContainerRecord record = workshop.records().require(id);
    ContainerFiles files = workshop.files(id);
    Identity running = requireRunning(record, files);
    ObjectNode process = ExecProcess.of(Bundle.read(files), request(record, spec));
    requireProgram(process, record, running);
    try (ExecFolder folder = ExecFolder.make(files)) {
      return run(record, spec, folder.write(process), folder.path());
    } catch (IOException e) {
      throw DiskFailure.of(e, files.run(), "be written");
    }
  }

  private int run(ContainerRecord record, ExecSpec spec, Path file, Path folder)
      throws IOException {
    List<String> argv =
        new ArrayList<>(workshop.launchFiles().commands(record).exec(record.id(), file.toString()));
    return switch (spec.ending()) {
      case DETACH -> detach(argv, record);
      case WAIT -> attach(argv, spec, folder);
    };
  }

  private int detach(List<String> argv, ContainerRecord record) {
    argv.add(argv.indexOf("exec") + 1, "--detach");
    CommandResult result = workshop.runner().run(Command.of(argv));
    if (!result.succeeded()) {
      throw JpodException.failed(
          "the program could not be started in container '"
              + record.name()
              + "': "
              + StartFailure.unwrapped(result.error()),
          "the runtime's words tell the cause");
    }
    return 0;
  }

  /** The runtime says with one and the same code that it failed; its log says why. */
  private int attach(List<String> argv, ExecSpec spec, Path folder) throws IOException {
    Path log = folder.resolve("runtime.log");
    argv.addAll(1, List.of("--log", log.toString()));
    int code =
        workshop
            .runner()
            .runAttached(Command.of(argv), spec.stdin() ? Input.INHERITED : Input.NONE);
    if (code != RUNTIME_FAILED || !Files.exists(log)) {
      return code;
    }
    String complaint = Files.readString(log);
    if (complaint.contains("executable file not found")
        || complaint.contains("no such file or directory")) {
      return NOT_FOUND;
    }
    return complaint.contains("ermission denied") ? NOT_EXECUTABLE : code;
  }

  private static void requireProgram(ObjectNode process, ContainerRecord record, Identity running) {
    Path root = Path.of("/proc/" + running.pid() + "/root");
    try {
      new ProgramSearch(new ImageView(List.of(root)), record.name()).require(process);
    } catch (NotInvocable e) {
      if (running.lives()) {
        throw e;
      }
    } catch (IOException e) {
      // What cannot be looked at, the runtime may still be able to start.
      return;
    }
  }

  private Identity requireRunning(ContainerRecord record, ContainerFiles files) {
    Vitals vitals = Vitals.read(files);
    Identity process = vitals.process();
    if (!vitals.isRunning() || process == null) {
      throw JpodException.refused(
          "container '" + record.name() + "' does not run", "start it first");
    }
    if (workshop.cgroups().isFrozen(record.cgroup())) {
      throw JpodException.refused(
          "container '" + record.name() + "' is paused", "unpause it first");
    }
    return process;
  }

  private ExecRequest request(ContainerRecord record, ExecSpec spec) {
    Set<String> capabilities = spec.privileged() ? workshop.host().facts().capabilities() : null;
    return new ExecRequest(
        spec.argv(),
        spec.env(),
        spec.workingDir(),
        user(record, spec.user()),
        capabilities,
        spec.tty() ? Terminal.PTY : Terminal.NONE);
  }

  /** A pod with users of its own has others than there are here, as its runtime knows. */
  private IdMap ids(ContainerRecord record) {
    String id = record.pod();
    PodRecord pod = id == null ? null : new PodRecords(workshop.layout()).find(id);
    return pod != null && pod.ids() != null ? IdMap.ALL : workshop.host().facts().ids();
  }

  /** Looked up in the image: what the container did to its own user database does not count. */
  private @Nullable ContainerUser user(ContainerRecord record, @Nullable String user) {
    if (user == null) {
      return null;
    }
    ImageRoot image = workshop.images().require(record.image());
    ImageView view = new ImageView(image.layers());
    try {
      return new ContainerUserResolver(
              view.text("/etc/passwd"), view.text("/etc/group"), ids(record))
          .resolve(user, List.of());
    } catch (IOException e) {
      throw DiskFailure.of(e, image.folder(), "be read");
    }
  }
}

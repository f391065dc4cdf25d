package dev.jpod.cli;

import dev.jpod.engine.Requester;
import dev.jpod.host.Command;
import dev.jpod.host.CommandResult;
import dev.jpod.host.ProcFs;
import dev.jpod.host.ProcessRunner;
import dev.jpod.host.Programs;
import dev.jpod.model.JpodException;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.ObservedHost;
import dev.jpod.observed.ObservedPod;
import dev.jpod.observed.PodStatus;
import dev.jpod.reconcile.PodLife;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code jpod system migrate}. */
final class SystemMigrateCommand implements Subcommand {
  private static final String AFTERWARDS =
      "the session has ended; the next command begins one with the numbers of now, in which 'jpod"
          + " apply' or 'jpod pod start' brings back what was stopped";

  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Ends an ordinary user's session, so that the next command begins a new one: after"
                + " /etc/subuid or /etc/subgid was changed, or when the session is broken.",
            "First stops the pods and containers that run, as 'jpod stop' does; when that fails,"
                + " nothing is ended. Then ends whatever else is in the session's namespaces, such"
                + " as programs of 'jpod unshare' and containers of other stores. Where nobody can"
                + " enter the namespaces, containers are ended with the rest.",
            "Files keep their owners: what belongs to a number that is not the user's any more"
                + " stays so, and only root can change that, with chown. Such images are had again"
                + " by 'jpod rmi' and 'jpod pull'.",
            "Root has no session: for root there is nothing to do.")
        .stopTimeout()
        .example("jpod system migrate", "After the administrator has changed /etc/subuid.")
        .example("jpod system migrate && jpod apply", "Brings the stack back at once.")
        .exit(ExitCode.DONE)
        .exit(ExitCode.FAILED)
        .exit(ExitCode.REFUSED)
        .exit(ExitCode.USAGE)
        .exit(ExitCode.ENGINE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    Surroundings.Caller caller = wiring.around().caller();
    if (caller.user().isRoot()) {
      tell("nothing to do: root works without a session", wiring);
      return ExitCode.DONE.code();
    }
    if (caller.note().isEmpty()) {
      throw JpodException.refused(
          "this shell runs in the session that would end", "leave 'jpod unshare' first");
    }
    if (caller.refusal().isEmpty()) {
      int code = stopAll(arguments.duration(Syntax.TIME), wiring);
      if (code != ExitCode.DONE.code()) {
        wiring.console().note("the session goes on, since not everything could be stopped");
        return code;
      }
    } else {
      tell("nothing could be stopped: " + caller.refusal(), wiring);
    }
    for (String program : end(caller, wiring)) {
      tell("ended process " + Failures.harmless(program), wiring);
    }
    tell(AFTERWARDS, wiring);
    return ExitCode.DONE.code();
  }

  private static void tell(String line, Wiring wiring) {
    if (!wiring.isQuiet()) {
      wiring.console().note(line);
    }
  }

  private static int stopAll(@Nullable Duration timeout, Wiring wiring) {
    List<Stop> stops = new ArrayList<>();
    PodLife life = new PodLife(wiring.engine());
    ObservedHost host = wiring.engine().observer().observe();
    Set<String> running = new HashSet<>();
    for (ObservedContainer container : host.containers()) {
      if (container.pod() != null && container.status().isAlive()) {
        running.add(container.pod());
      }
    }
    for (ObservedPod pod : host.pods()) {
      if (running.contains(pod.id()) || pod.status() instanceof PodStatus.Up) {
        stops.add(new Stop(pod.name(), () -> life.stop(pod, timeout)));
      }
    }
    for (ObservedContainer container : host.containers()) {
      if (container.pod() == null && container.status().isAlive()) {
        stops.add(
            new Stop(
                container.name(),
                () ->
                    wiring
                        .engine()
                        .containers()
                        .stop(container.id(), Requester.OPERATOR, timeout)));
      }
    }
    return Simultaneous.run(stops, Stop::name, stop -> stop.action().run(), wiring);
  }

  private record Stop(String name, Runnable action) {}

  /** Ends the session but for this process; gives the programs that did not end by themselves. */
  private static List<String> end(Surroundings.Caller caller, Wiring wiring) {
    Path jar = wiring.around().directory().resolve(System.getProperty("java.class.path", ""));
    CommandResult result =
        new ProcessRunner()
            .run(
                Command.of(
                    List.of(
                        Programs.ofHost().require("sh").toString(),
                        jar.resolveSibling("namespaces.sh").toString(),
                        caller.note(),
                        Integer.toString(caller.user().id()),
                        boot(),
                        Long.toString(ProcessHandle.current().pid()))));
    if (result.exitCode() != 0) {
      throw JpodException.failed(
          "the session could not be ended: " + result.output().strip(),
          "end the processes of the user "
              + caller.user().id()
              + " that are left, and run it again");
    }
    return result.output().lines().toList();
  }

  private static String boot() {
    try {
      return ProcFs.bootId();
    } catch (IOException e) {
      throw JpodException.failed(
          "the kernel's boot id could not be read: " + e.getMessage(), "see that /proc is mounted");
    }
  }
}

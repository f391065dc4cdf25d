package dev.jpod.network;

import dev.jpod.host.Command;
import dev.jpod.host.FileTree;
import dev.jpod.host.ProcessRunner;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.network.Ground.Owner;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;

/**
 * One aardvark-dns, and the folder of files that it reads at its start and at SIGHUP. It takes
 * every file in there but {@link #PID_FILE} for a network, and ends when it cannot read one.
 */
final class NameServer {
  private static final String PID_FILE = "aardvark.pid";
  private static final Duration TO_READ_AGAIN = Duration.ofMillis(500);
  private static final Duration TO_LISTEN = Duration.ofSeconds(3);
  private static final Duration TO_START = Duration.ofSeconds(8);

  private final Path folder;
  private final Path unfinished;

  /** Lies there while the server may not have read what the folder holds. */
  private final Path unread;

  private final ResidentProgram server;
  private final Map<String, String> environment;
  private final int port;
  private final ProcessRunner runner;
  private final Ground ground;

  private NameServer(
      RunFolder runFolder,
      String name,
      Map<String, String> environment,
      int port,
      ProcessRunner runner,
      Ground ground) {
    this.folder = runFolder.path(name);
    this.unfinished = runFolder.path(name + ".new");
    this.unread = runFolder.path(name + ".unread");
    this.server = new ResidentProgram(folder.resolve(PID_FILE), folder.toString());
    this.environment = environment;
    this.port = port;
    this.runner = runner;
    this.ground = ground;
  }

  /** The server that pods ask. */
  static NameServer ofPods(RunFolder folder, ProcessRunner runner, Ground ground) {
    return new NameServer(
        folder, "names", Command.PLAIN_ENVIRONMENT, NamePort.NUMBER, runner, ground);
  }

  /** A server that tells what {@link #ofPods} tells, on another port. */
  static NameServer besides(RunFolder folder, ProcessRunner runner, Ground ground) {
    return new NameServer(
        folder, "beside", Command.PLAIN_ENVIRONMENT, NameRelief.PORT, runner, ground);
  }

  /** A server that says of every name that there is none, and asks no other. */
  static NameServer refusing(RunFolder folder, ProcessRunner runner, Ground ground) {
    Map<String, String> environment = new HashMap<>(Command.PLAIN_ENVIRONMENT);
    environment.put("AARDVARK_NO_PROXY", "1");
    return new NameServer(folder, "refusing", environment, NamePort.NUMBER, runner, ground);
  }

  /** Whether the server lives and was told just these files. */
  boolean matches(SortedMap<String, NameFile> files) {
    return contents().equals(contents(files))
        && (files.isEmpty() || server.pid() != 0)
        && !Files.exists(unread);
  }

  /**
   * Makes the server tell these names, and those only; when this returns, it does. Without files
   * there is no server.
   *
   * @throws JpodException when it does not answer, with who has the port that it needs
   */
  void serve(SortedMap<String, NameFile> files) {
    serve(files, Runnable::run);
  }

  /**
   * As {@link #serve(SortedMap)}.
   *
   * @param relief gets what the server does when it is there already, and does not answer meanwhile
   */
  void serve(SortedMap<String, NameFile> files, Consumer<Runnable> relief) {
    if (files.isEmpty()) {
      stop();
      return;
    }
    Map<String, String> before = contents();
    boolean told = !Files.exists(unread);
    List<NameFile> changed = new ArrayList<>();
    for (Map.Entry<String, NameFile> file : files.entrySet()) {
      boolean same = file.getValue().content().equals(before.remove(file.getKey()));
      if (!same || !told) {
        changed.add(file.getValue());
      }
    }
    long running = server.pid();
    if (running != 0 && changed.isEmpty() && before.isEmpty()) {
      return;
    }
    refuseTakenPort(running == 0 ? List.copyOf(files.values()) : changed);
    write(files, before);
    if (running == 0) {
      startFresh(files);
    } else {
      relief.accept(() -> readAgain(running, files, changed));
    }
    delete(unread);
  }

  private void readAgain(long running, SortedMap<String, NameFile> files, List<NameFile> changed) {
    boolean knows = false;
    if (ground.owner() == Owner.HOST) {
      signal(running);
      knows = NameProbe.knows(ground, server, changed, port, TO_READ_AGAIN);
    }
    if (!knows) {
      server.end();
      startFresh(files);
    }
  }

  /** One that finds a port taken says nothing and never listens: another is started once. */
  private void startFresh(SortedMap<String, NameFile> files) {
    start();
    if (!NameProbe.knows(ground, server, files.values(), port, TO_LISTEN)) {
      server.end();
      start();
      if (!NameProbe.knows(ground, server, files.values(), port, TO_START)) {
        throw silent(files.firstEntry().getValue());
      }
    }
  }

  /** Whether it was told anything that it was not told to forget. */
  boolean exists() {
    return Files.exists(folder);
  }

  /** Ends the server and forgets its names. Idempotent. */
  void stop() {
    server.end();
    delete(folder);
    delete(unread);
  }

  private static void delete(Path path) {
    try {
      FileTree.delete(path);
    } catch (IOException e) {
      throw RunFolder.failed(path, "deleted", e);
    }
  }

  private Map<String, String> contents() {
    Map<String, String> contents = new HashMap<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        if (!name.equals(PID_FILE)) {
          contents.put(name, RunFolder.read(entry));
        }
      }
    } catch (NoSuchFileException e) {
      return contents;
    } catch (IOException e) {
      throw RunFolder.failed(folder, "read", e);
    }
    return contents;
  }

  private static Map<String, String> contents(SortedMap<String, NameFile> files) {
    Map<String, String> contents = new HashMap<>();
    for (Map.Entry<String, NameFile> file : files.entrySet()) {
      contents.put(file.getKey(), file.getValue().content());
    }
    return contents;
  }

  /** Files come into the folder finished: a half one would end the server. */
  private void write(SortedMap<String, NameFile> files, Map<String, String> surplus) {
    try {
      Files.createDirectories(folder);
      RunFolder.write(unread, "yes");
      for (String name : surplus.keySet()) {
        Files.deleteIfExists(folder.resolve(name));
      }
      for (Map.Entry<String, NameFile> file : files.entrySet()) {
        RunFolder.write(unfinished, file.getValue().content());
        Files.move(unfinished, folder.resolve(file.getKey()), StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw RunFolder.failed(folder, "written", e);
    }
  }

  private void start() {
    List<String> argv = new ArrayList<>(ground.program("aardvark-dns"));
    argv.addAll(List.of("--config", folder.toString(), "-p", Integer.toString(port), "run"));
    Command plain = Command.of(argv);
    try {
      runner.require(
          new Command(argv, environment, plain.folder(), plain.stdin(), TO_START),
          "the start of the server for names");
    } catch (JpodException e) {
      throw e.failure() == Failure.TIMED_OUT ? notStarted(e) : e;
    }
  }

  /** Of what goes wrong behind its fork, the server says nothing, and waits for ever. */
  private JpodException notStarted(JpodException cause) {
    return new JpodException(
        Failure.FAILED,
        "the server for names did not start within " + TO_START.toSeconds() + " s",
        "see whether the disk of '" + folder + "' is full, and 'ss -ulpn sport = :" + port + "'",
        cause);
  }

  private void signal(long pid) {
    List<String> argv = new ArrayList<>(ground.program("sh"));
    argv.addAll(List.of("-c", "kill -s HUP \"$1\"", "sh", Long.toString(pid)));
    runner.run(Command.of(argv));
  }

  /** Another server on the port lets this one start, but nobody would ever hear of it. */
  private void refuseTakenPort(List<NameFile> files) {
    Map<String, String> ours = contents();
    List<NameFile> newcomers = new ArrayList<>();
    for (NameFile file : files) {
      if (server.pid() == 0 || ours.values().stream().noneMatch(text -> listensOn(text, file))) {
        newcomers.add(file);
      }
    }
    NamePort.awaitFree(ground, newcomers, port);
  }

  private static boolean listensOn(String content, NameFile file) {
    return content.lines().findFirst().equals(file.content().lines().findFirst());
  }

  private JpodException silent(NameFile file) {
    return JpodException.failed(
        "the server for names does not answer on '" + file.server() + "', port " + port,
        "see who listens there with 'ss -ulpn sport = :"
            + port
            + "', and whether the firewall lets the host ask itself");
  }
}

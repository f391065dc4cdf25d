package dev.jpod.apply;

import dev.jpod.host.ProcFs;
import dev.jpod.host.RunningProcess;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A program that leads a process group, as a shell on a terminal starts it. The members get a
 * signal one by one, each held by a descriptor. Not by kill(1): that of procps 4.0.2 reads the
 * number of a group, such as {@code -1234}, as {@code -1}, and signals every process of the host.
 */
record ProcessGroup(Process leader) {
  private static final int GROUP_AT = 2;

  /** The command line that starts a program at the head of a group, in a session of its own. */
  static List<String> leading(List<String> argv) {
    List<String> words = new ArrayList<>(List.of("setsid"));
    words.addAll(argv);
    return words;
  }

  /** Sends a signal to every member; the leader gets it first. */
  void signal(int number) throws IOException {
    for (long pid : members()) {
      try (RunningProcess process = RunningProcess.hold(pid, ProcFs.startTicks(pid))) {
        if (process != null && groupOf(pid) == leader.pid()) {
          process.signal(number);
        }
      }
    }
  }

  private List<Long> members() throws IOException {
    List<Long> pids = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path entry : entries) {
        long pid = Long.parseLong(entry.getFileName().toString());
        if (groupOf(pid) == leader.pid()) {
          pids.add(pid);
        }
      }
    }
    pids.sort(Comparator.comparing(pid -> pid != leader.pid()));
    return pids;
  }

  /** The group of a process; 0 when it is gone. */
  private static long groupOf(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[GROUP_AT]);
    } catch (IOException gone) {
      return 0;
    }
  }
}

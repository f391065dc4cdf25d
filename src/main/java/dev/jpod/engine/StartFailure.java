package dev.jpod.engine;

import dev.jpod.host.CommandResult;
import dev.jpod.json.JsonTree;
import dev.jpod.model.JpodException;
import dev.jpod.store.ContainerRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import tools.jackson.core.JacksonException;

/** Says why a container could not be started, in the runtime's words without their wrapping. */
final class StartFailure {
  private static final int LAST_LINES = 5;
  private static final int LAST_BYTES = 4096;
  private static final List<String> WRAPPINGS =
      List.of(
          "runc create failed: ",
          "runc run failed: ",
          "unable to start container process: ",
          "error during container init: ",
          "container_linux.go:",
          "exec user process caused: ");

  private static final String MOUNT = "mount";

  private StartFailure() {}

  /** Whether what failed was to mount the root file system. */
  static boolean isOfMount(CommandResult result) {
    return result.output().startsWith(MOUNT + "\n");
  }

  /** The failure that the launch script reported. */
  static JpodException of(ContainerRecord record, CommandResult result) {
    String output = result.output();
    int end = output.indexOf('\n');
    String step = end < 0 ? output : output.substring(0, end);
    String said = end < 0 ? "" : output.substring(end + 1);
    String start = "container '" + record.name() + "' could not be started: ";
    return switch (step) {
      case MOUNT ->
          JpodException.failed(
              start + "its root file system could not be mounted: " + mountFailure(said),
              said.contains("fuse")
                  ? "see by 'ls -l /dev/fuse' whether it is there and open to you, or have the"
                      + " setting storageDriver name another driver"
                  : "the kernel's log ('dmesg') may say more");
      case "create", "start" -> {
        String reason = unwrapped(messageOf(said));
        yield JpodException.failed(start + reason, hint(reason));
      }
      case "gone" ->
          JpodException.failed(
              start + "it was removed meanwhile", "apply its stack again, if it is to be there");
      default -> JpodException.failed(start + result.complaint(), "run the command again");
    };
  }

  /**
   * The failure of a program that ended as soon as it was started.
   *
   * @param started what the log has from before is of earlier lives
   */
  static JpodException endedAtOnce(
      ContainerRecord record, int code, ContainerFiles files, Instant started) {
    String last = lastLines(files, started);
    return JpodException.failed(
        "container '"
            + record.name()
            + "' ended at once with exit code "
            + code
            + (last.isEmpty() ? "" : ": " + last),
        "see 'jpod logs " + record.name() + "'");
  }

  /** conmon answers with JSON, a runtime with plain text or with lines of a log. */
  private static String messageOf(String said) {
    String text = said.strip();
    if (text.startsWith("{")) {
      try {
        text =
            JsonTree.read(text.getBytes(StandardCharsets.UTF_8))
                .path("message")
                .asString("")
                .strip();
      } catch (JacksonException e) {
        return text;
      }
    }
    return text.isEmpty() ? "the runtime gave no reason" : text;
  }

  static String unwrapped(String message) {
    String line = message.strip();
    line = line.substring(line.lastIndexOf('\n') + 1);
    int quoted = line.indexOf("msg=\"");
    if (line.startsWith("time=") && quoted >= 0) {
      line = line.substring(quoted + 5).replaceFirst("\"$", "").replace("\\\"", "\"");
    }
    for (String wrapping : WRAPPINGS) {
      int at = line.indexOf(wrapping);
      if (at >= 0) {
        line = line.substring(at + wrapping.length());
      }
    }
    return line.strip();
  }

  private static String hint(String reason) {
    if (reason.contains("setup user") || reason.contains("setresuid")) {
      return "choose a user and groups whose numbers there are here: 'jpod doctor' tells of"
          + " /etc/subuid and /etc/subgid";
    }
    if (reason.contains("error mounting") || reason.contains("creating device nodes")) {
      return "see whether what is to be mounted is there, and may be used by who runs jpod";
    }
    if (reason.contains("executable file not found") || reason.contains("no such file")) {
      return "see whether the image has the program, or name it by its full path";
    }
    if (reason.contains("ermission denied")) {
      return "see whether the program in the image is executable";
    }
    if (reason.contains("not a regular file")) {
      return "if it was made inside the container, remove the container and apply its stack again;"
          + " else use another image";
    }
    if (reason.contains("rlimit")) {
      return "ask for less in ulimits";
    }
    if (reason.contains("cgroup")) {
      return "see whether the limits fit the host";
    }
    return "the runtime's words tell the cause";
  }

  /** The first line that tells; fuse-overlayfs begins with options that are none of its. */
  private static String mountFailure(String said) {
    return said.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("unknown argument ignored"))
        .findFirst()
        .orElse("nothing was said");
  }

  /** The last lines of the log as one, without their time stamps. */
  private static String lastLines(ContainerFiles files, Instant started) {
    List<String> lines = tail(files.log()).lines().filter(line -> !isOlder(line, started)).toList();
    StringBuilder text = new StringBuilder();
    for (String line : lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size())) {
      String[] fields = line.split(" ", 4);
      text.append(text.isEmpty() ? "" : " / ").append(fields.length == 4 ? fields[3] : line);
    }
    return text.toString();
  }

  private static boolean isOlder(String line, Instant than) {
    try {
      return OffsetDateTime.parse(line.split(" ", 2)[0]).toInstant().isBefore(than);
    } catch (DateTimeException e) {
      return false;
    }
  }

  /** The last lines of a file that may be of any size, as far as they are in its last bytes. */
  private static String tail(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long start = Math.max(0, channel.size() - LAST_BYTES);
      ByteBuffer bytes = ByteBuffer.allocate(LAST_BYTES);
      while (bytes.hasRemaining() && channel.read(bytes, start + bytes.position()) >= 0) {}
      String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
      int first = start == 0 ? 0 : text.indexOf('\n') + 1;
      return first == text.length() ? text : text.substring(first);
    } catch (IOException e) {
      return "";
    }
  }
}

package dev.jpod.engine;

import dev.jpod.host.Command;
import dev.jpod.host.Mounts;
import dev.jpod.host.PinnedNamespace;
import dev.jpod.model.IdMappings;
import dev.jpod.model.IdMappings.Range;
import dev.jpod.model.Pod.Namespace;
import dev.jpod.store.DiskFailure;
import dev.jpod.store.PodRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Makes the user namespace of a pod, and what the pod holds besides within it: a namespace belongs
 * to the user namespace in which it is made.
 */
final class PodUserNamespace {
  /**
   * Whoever is in the namespace may not mount what pins it, so a process waits in there meanwhile.
   * The kernel takes all lines of a mapping in one write, or none.
   *
   * <p>Arguments: where the pins lie, the mappings of users and groups, the kinds to pin, and what
   * begins the namespaces.
   */
  private static final String MAKE =
      """
      folder=$1 users=$2 groups=$3 kinds=$4
      shift 4
      holder=$("$@" sh -c 'echo $$; exec sleep 10 >/dev/null 2>&1' </dev/null 2>&1 &)
      case $holder in
        '' | *[!0-9]*) echo "$holder" >&2; exit 1 ;;
      esac
      trap 'kill -s KILL "$holder"' EXIT
      if [ -n "$users" ]; then
        cat >"/proc/$holder/uid_map" <<END || exit 1
      $users
      END
        cat >"/proc/$holder/gid_map" <<END || exit 1
      $groups
      END
      fi
      for kind in $kinds; do
        mount --bind "/proc/$holder/ns/$kind" "$folder/$kind" || exit 1
      done
      """;

  private final Workshop workshop;

  PodUserNamespace(Workshop workshop) {
    this.workshop = workshop;
  }

  /**
   * Makes what is not there. With another user namespace everything in it is made anew.
   *
   * @param ids those of the record
   */
  void make(PodRecord record, IdMappings ids, PodFiles files) {
    boolean isThere = PinnedNamespace.isAt(files.userNamespace());
    List<Namespace> missing = new ArrayList<>();
    for (Namespace kind : List.of(Namespace.NET, Namespace.IPC, Namespace.UTS)) {
      if (record.held().contains(kind)
          && !(isThere && PinnedNamespace.isAt(files.namespace(kind)))) {
        missing.add(kind);
      }
    }
    if (isThere && missing.isEmpty()) {
      return;
    }
    Path folder = files.namespaces();
    List<String> entry = new ArrayList<>();
    StringBuilder kinds = new StringBuilder();
    try {
      Files.createDirectories(folder);
      if (isThere) {
        entry.addAll(List.of(program("nsenter"), "--user=" + files.userNamespace(), "--"));
        entry.add(program("unshare"));
      } else {
        Mounts.detachBelow(folder);
        entry.addAll(List.of(program("unshare"), "--user"));
        PodNamespaces.placeFor(files.userNamespace());
        kinds.append("user");
      }
      for (Namespace kind : missing) {
        entry.add("--" + word(kind));
        PodNamespaces.placeFor(files.namespace(kind));
        kinds.append(kinds.isEmpty() ? "" : " ").append(word(kind));
      }
    } catch (IOException e) {
      throw DiskFailure.of(e, folder, "be filled");
    }
    List<String> argv =
        new ArrayList<>(
            List.of(
                program("sh"),
                "-c",
                MAKE,
                "sh",
                folder.toString(),
                isThere ? "" : lines(ids.users()),
                isThere ? "" : lines(ids.groups()),
                kinds.toString()));
    argv.addAll(entry);
    run(argv, "making the user namespace of pod '" + record.name() + "'");
    if (missing.contains(Namespace.UTS)) {
      run(
          List.of(
              program("nsenter"),
              "--uts=" + files.namespace(Namespace.UTS),
              program("hostname"),
              record.hostname()),
          "naming pod '" + record.name() + "'");
    }
  }

  private static String lines(List<Range> ranges) {
    List<String> lines = new ArrayList<>();
    for (Range range : ranges) {
      lines.add(range.inside() + " " + range.outside() + " " + range.count());
    }
    return String.join("\n", lines);
  }

  private static String word(Namespace kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private void run(List<String> argv, String doing) {
    workshop.runner().require(Command.of(argv), doing);
  }

  private String program(String name) {
    return workshop.programs().require(name).toString();
  }
}

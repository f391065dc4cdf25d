package dev.jpod.doctor;

import dev.jpod.host.FileCapabilities;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The numbers of users and groups that a user may give to his containers; see subuid(5). */
final class SubordinateIds {
  private static final int SET_USER_ID = 04000;
  private static final long USUAL = 65536;

  /** Where useradd begins to give numbers away; see login.defs(5). */
  private static final long LOWEST = 100000;

  private final HostFiles host;
  private final Person person;
  private final List<Finding> found = new ArrayList<>();

  private SubordinateIds(HostFiles host, Person person) {
    this.host = host;
    this.person = person;
  }

  static List<Finding> examine(HostFiles host, Person person) {
    SubordinateIds ids = new SubordinateIds(host, person);
    ids.examine();
    return ids.found;
  }

  private void examine() {
    long users = count("/etc/subuid");
    long groups = count("/etc/subgid");
    if (users == 0 || groups == 0) {
      found.add(
          Finding.warning(
              "the user '"
                  + person.name()
                  + "' has no numbers for his containers in "
                  + (users == 0 ? "/etc/subuid" : "/etc/subgid")
                  + ": they know no user but root, and files of all others are his own",
              grant()));
      return;
    }
    if (Math.min(users, groups) < USUAL) {
      found.add(
          Finding.warning(
              "the user '"
                  + person.name()
                  + "' has only "
                  + Math.min(users, groups)
                  + " numbers for his containers, and images use up to "
                  + USUAL,
              grant()));
    }
    examineProgram("newuidmap");
    examineProgram("newgidmap");
  }

  /** The mapping is of when the session began, so that has to end. */
  private String grant() {
    long first = free();
    String range = first + "-" + (first + USUAL - 1);
    return "as root: usermod --add-subuids "
        + range
        + " --add-subgids "
        + range
        + " "
        + person.name()
        + "; then, as '"
        + person.name()
        + "': jpod system migrate";
  }

  /** Where as many numbers as usual are free that nobody has as users or as groups. */
  private long free() {
    SortedMap<Long, Long> taken = new TreeMap<>();
    for (String file : List.of("/etc/subuid", "/etc/subgid")) {
      for (String line : host.lines(file)) {
        String[] fields = line.split(":", -1);
        if (isRange(fields)) {
          taken.merge(Long.valueOf(fields[1]), Long.valueOf(fields[2]), Math::max);
        }
      }
    }
    long first = LOWEST;
    for (Map.Entry<Long, Long> range : taken.entrySet()) {
      if (first + USUAL <= range.getKey()) {
        return first;
      }
      first = Math.max(first, range.getKey() + range.getValue());
    }
    return first;
  }

  private static boolean isRange(String[] fields) {
    return fields.length == 3
        && fields[1].matches("[0-9]{1,10}")
        && fields[2].matches("[0-9]{1,10}");
  }

  /** How many numbers the lines of the user give; one that includes his own number is a mistake. */
  private long count(String file) {
    long count = 0;
    for (String line : host.lines(file)) {
      String[] fields = line.split(":", -1);
      boolean his =
          fields[0].equals(person.name()) || fields[0].equals(Integer.toString(person.id()));
      if (!his) {
        continue;
      }
      if (!isRange(fields)) {
        found.add(
            Finding.error(
                "the line '" + line + "' of " + file + " is not NAME:FIRST:COUNT",
                "as root: write it like " + person.name() + ":100000:65536"));
        continue;
      }
      long first = Long.parseLong(fields[1]);
      long size = Long.parseLong(fields[2]);
      if (first <= person.id() && person.id() < first + size) {
        found.add(
            Finding.error(
                "the line '" + line + "' of " + file + " has the user's own number in it",
                "as root: choose a range without " + person.id()));
      }
      count += size;
    }
    return count;
  }

  private void examineProgram(String name) {
    String path = "/usr/bin/" + name;
    if (!host.exists(path)) {
      found.add(
          Finding.error(
              "the program '" + name + "' is not installed: it is not in /usr/bin",
              "on Debian: apt-get install uidmap; on Fedora: dnf install shadow-utils"));
    } else if ((host.mode(path) & SET_USER_ID) == 0 && !FileCapabilities.has(host.path(path))) {
      found.add(
          Finding.error(
              "'" + path + "' may not map users: it lacks its set-user-id bit",
              "as root: chmod u+s " + path + ", on a file system that is not mounted nosuid"));
    }
  }
}

package dev.jpod.runtime;

import dev.jpod.host.IdMap;
import dev.jpod.model.JpodException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Looks users and groups up in the user database of an image, as Docker does: names need an entry,
 * numbers do not.
 *
 * <p>Pure: the caller reads the two files. A root file system is hostile, so it has to resolve
 * /etc/passwd and /etc/group within the mounted root, never following a link out of it, must read
 * regular files only, and at most a few megabytes.
 */
public final class ContainerUserResolver {
  /** The kernel keeps the highest number for "no id". */
  private static final long HIGHEST_ID = 0xFFFF_FFFEL;

  /** Also the default of the kernel's settings overflowuid and overflowgid. */
  private static final long NOBODY = 65_534;

  private static final int USER_COLUMNS = 7;
  private static final int GROUP_COLUMNS = 4;

  private final List<String[]> users;
  private final List<String[]> groups;
  private final IdMap ids;

  /**
   * A resolver over the content of an image's files; empty texts for files that are missing. Lines
   * that are not entries are passed over.
   *
   * @param ids those that there are for containers
   */
  public ContainerUserResolver(String passwd, String group, IdMap ids) {
    this.ids = ids;
    this.users = entries(passwd, USER_COLUMNS);
    this.groups = entries(group, GROUP_COLUMNS);
  }

  /**
   * The ids of {@code name|uid[:group|gid]}; root for null and for the empty text. Without a group,
   * the user's own applies together with the groups that list the user; with one, only that.
   *
   * @param additional names or numbers of more groups
   * @throws JpodException for a name without an entry, and for a number that is no id or that there
   *     is not in this user namespace
   */
  public ContainerUser resolve(@Nullable String user, List<String> additional) {
    String text = user == null ? "" : user;
    int colon = text.indexOf(':');
    String userPart = colon < 0 ? text : text.substring(0, colon);
    String groupPart = colon < 0 ? "" : text.substring(colon + 1);

    String wanted = userPart.isEmpty() ? "0" : userPart;
    String[] entry = find(users, wanted);
    if (entry == null && !isNumber(wanted)) {
      throw JpodException.refused(
          "the image has no user '" + wanted + "' in its /etc/passwd",
          "use a user of the image, or a number");
    }
    long uid = entry == null ? id(wanted) : id(entry[2]);
    long gid = entry == null ? 0 : id(entry[3]);

    TreeSet<Long> gids = new TreeSet<>();
    if (groupPart.isEmpty()) {
      if (entry != null) {
        gids.addAll(groupsThatList(entry[0]));
      }
    } else {
      gid = groupId(groupPart);
    }
    for (String name : additional) {
      gids.add(groupId(name));
    }
    requireAmong(ids.users(), "user", uid);
    requireAmong(ids.groups(), "group", gid);
    for (long each : gids) {
      requireAmong(ids.groups(), "group", each);
    }
    return new ContainerUser(uid, gid, List.copyOf(gids), home(entry, uid));
  }

  private static void requireAmong(long count, String kind, long id) {
    if (id >= count) {
      throw JpodException.refused(
          "the container asks for "
              + kind
              + " "
              + id
              + ", and this user namespace has "
              + (count == 1 ? "none but 0" : "those from 0 to " + (count - 1)),
          "'jpod doctor' says how to get more numbers for containers; or choose another " + kind);
    }
  }

  /** The highest id that is named, but for that of nobody, which the kernel gives to strangers. */
  public long highest() {
    long highest = 0;
    for (String[] user : users) {
      highest = Math.max(highest, Math.max(named(user[2]), named(user[3])));
    }
    for (String[] group : groups) {
      highest = Math.max(highest, named(group[2]));
    }
    return highest;
  }

  private static long named(String digits) {
    long id = id(digits);
    return id == NOBODY ? 0 : id;
  }

  private long groupId(String wanted) {
    String[] entry = find(groups, wanted);
    if (entry != null) {
      return id(entry[2]);
    }
    if (!isNumber(wanted)) {
      throw JpodException.refused(
          "the image has no group '" + wanted + "' in its /etc/group",
          "use a group of the image, or a number");
    }
    return id(wanted);
  }

  private List<Long> groupsThatList(String user) {
    List<Long> gids = new ArrayList<>();
    for (String[] group : groups) {
      if (List.of(group[3].split(",", -1)).contains(user)) {
        gids.add(id(group[2]));
      }
    }
    return gids;
  }

  private static String home(String @Nullable [] entry, long uid) {
    if (entry != null && entry[5].startsWith("/")) {
      return entry[5];
    }
    return uid == 0 ? "/root" : "/";
  }

  /** The first entry with this name, else the first with this number. */
  private static String @Nullable [] find(List<String[]> entries, String wanted) {
    for (String[] entry : entries) {
      if (entry[0].equals(wanted)) {
        return entry;
      }
    }
    if (isNumber(wanted)) {
      long number = id(wanted);
      for (String[] entry : entries) {
        if (id(entry[2]) == number) {
          return entry;
        }
      }
    }
    return null;
  }

  private static List<String[]> entries(String text, int columns) {
    List<String[]> entries = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      String[] entry = line.split(":", -1);
      boolean complete = entry.length >= columns && !entry[0].isEmpty() && isId(entry[2]);
      if (complete && (columns == GROUP_COLUMNS || isId(entry[3]))) {
        entries.add(entry);
      }
    }
    return entries;
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static boolean isId(String text) {
    return isNumber(text) && text.length() <= 10 && Long.parseLong(text) <= HIGHEST_ID;
  }

  private static long id(String digits) {
    if (!isId(digits)) {
      throw JpodException.refused(
          "'" + digits + "' is not a user or group id", "ids go from 0 to " + HIGHEST_ID);
    }
    return Long.parseLong(digits);
  }
}

package dev.jpod.engine;

import dev.jpod.engine.SubordinateIds.Span;
import dev.jpod.model.IdMappings;
import dev.jpod.model.IdMappings.Range;
import dev.jpod.model.IdRangeText;
import dev.jpod.model.JpodException;
import dev.jpod.model.UserNamespaceMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the ids of a pod's user namespace. Ids outside are those of the namespace in which jpod
 * runs.
 *
 * @param session whose namespace that is; null for root, on the host
 * @param users for automatic choices
 * @param groups likewise
 * @param lastUser the highest id of a user that there is
 * @param lastGroup likewise of a group
 */
record IdChoice(
    @Nullable Session session, List<Span> users, List<Span> groups, long lastUser, long lastGroup) {
  /** A pod with fewer has no room for what packages make. */
  static final long LEAST = 1024;

  /** As many as a host without names from elsewhere has. */
  static final long MOST = 65_536;

  private static final String ADVICE =
      "add a line to /etc/subuid and to /etc/subgid: containers:2147483648:2147418112";

  /**
   * The namespace of an ordinary user, in which he is 0.
   *
   * @param user his number on the host
   * @param group that of his group
   */
  record Session(long user, long group) {}

  IdChoice {
    users = List.copyOf(users);
    groups = List.copyOf(groups);
  }

  /**
   * Throws what {@link #choose} would throw whatever other pods have.
   *
   * @throws JpodException of kind REFUSED for what cannot be had here
   */
  void require(UserNamespaceMode mode) {
    choose(mode, () -> LEAST, List.of(), null);
  }

  /**
   * The ids.
   *
   * @param wanted how many an automatic choice is to have unless it says
   * @param others the ids of the store's other pods and of volumes that are no concern of this one
   * @param before those that an automatic choice had, and files of this pod have; null for none
   * @throws JpodException of kind REFUSED when they cannot be had here
   */
  IdMappings choose(
      UserNamespaceMode mode,
      LongSupplier wanted,
      List<IdMappings> others,
      @Nullable IdMappings before) {
    return switch (mode) {
      case UserNamespaceMode.KeepId keep -> keep(keep);
      case UserNamespaceMode.Auto auto -> auto(auto, wanted, others, before);
      case UserNamespaceMode.Mapped mapped -> checked(mapped.ids());
    };
  }

  private IdMappings keep(UserNamespaceMode.KeepId mode) {
    if (session == null) {
      throw JpodException.refused(
          "keep-id is for ordinary users: root's own files would be somebody's in the pod",
          "run jpod as the user whose id is to be kept, or write auto");
    }
    if (lastUser == 0 || lastGroup == 0) {
      throw JpodException.refused(
          "keep-id needs subordinate ids for the others in the pod, and you have none",
          "'jpod doctor' says how to get some");
    }
    return new IdMappings(
        kept(mode.uid() == null ? session.user() : mode.uid(), lastUser),
        kept(mode.gid() == null ? session.group() : mode.gid(), lastGroup));
  }

  /** He, who is 0 outside, has the number inside; the others keep their order. */
  private static List<Range> kept(long own, long last) {
    List<Range> ranges = new ArrayList<>();
    long below = Math.min(own, last);
    if (below > 0) {
      ranges.add(new Range(0, 1, below));
    }
    ranges.add(new Range(own, 0, 1));
    if (last > below) {
      ranges.add(new Range(own + 1, below + 1, last - below));
    }
    return ranges;
  }

  private IdMappings auto(
      UserNamespaceMode.Auto mode,
      LongSupplier wanted,
      List<IdMappings> others,
      @Nullable IdMappings before) {
    if (users.isEmpty() || groups.isEmpty()) {
      throw session == null
          ? JpodException.refused(
              "auto takes the subordinate ids of the user 'containers', and he has none", ADVICE)
          : JpodException.refused(
              "auto takes subordinate ids, and you have none",
              "'jpod doctor' says how to get some");
    }
    Long size = mode.size();
    long count = size != null ? size : Math.clamp(wanted.getAsLong(), LEAST, MOST);
    List<Range> usedUsers = new ArrayList<>();
    List<Range> usedGroups = new ArrayList<>();
    for (IdMappings other : others) {
      if (!hasEverybody(other)) {
        usedUsers.addAll(other.users());
        usedGroups.addAll(other.groups());
      }
    }
    if (before != null) {
      return new IdMappings(
          again(before.users(), usedUsers, users, size, count),
          again(before.groups(), usedGroups, groups, size, count));
    }
    return new IdMappings(
        place(users, usedUsers, count, lastUser, "user"),
        place(groups, usedGroups, count, lastGroup, "group"));
  }

  /**
   * What files have already, if nobody else has got it meanwhile; longer than it was where there is
   * room, and as long where nobody asks for more.
   */
  private static List<Range> again(
      List<Range> before, List<Range> used, List<Span> supply, @Nullable Long size, long count) {
    if (before.size() == 1 && before.getFirst().inside() == 0) {
      long first = before.getFirst().outside();
      long had = before.getFirst().count();
      boolean fits = count <= had || SubordinateIds.has(supply, first, count);
      if (fits && SubordinateIds.isFree(used, first, count)) {
        return List.of(new Range(0, first, count));
      }
      if (size == null && SubordinateIds.isFree(used, first, had)) {
        return before;
      }
    }
    throw JpodException.refused(
        "the files in its volumes have ids that the pod cannot be given: "
            + IdRangeText.of(before.getFirst()),
        "name the same ids for all pods that use them: userns: {uids: [\""
            + IdRangeText.of(before.getFirst())
            + "\"]}");
  }

  /** A pod that keeps the user's id has all that there are, and none of its own. */
  private boolean hasEverybody(IdMappings other) {
    return session != null && other.users().stream().anyMatch(range -> range.outside() == 0);
  }

  private List<Range> place(
      List<Span> supply, List<Range> used, long count, long last, String kind) {
    long first = SubordinateIds.place(supply, used, count, last);
    if (first < 0) {
      throw JpodException.refused(
          "there are no " + count + " " + kind + " ids in a row that no other pod has",
          session == null
              ? "remove pods with 'userns: auto', write a smaller size, or " + ADVICE
              : "remove pods with 'userns: auto', write a smaller size, or ask for more"
                  + " subordinate ids");
    }
    return List.of(new Range(0, first, count));
  }

  private IdMappings checked(IdMappings ids) {
    check(ids.users(), lastUser, "user");
    check(ids.groups(), lastGroup, "group");
    return ids;
  }

  private static void check(List<Range> ranges, long last, String kind) {
    for (Range range : ranges) {
      long end = range.outside() + range.count() - 1;
      if (end > last) {
        throw JpodException.refused(
            "there is no " + kind + " id " + end + " here to be mapped: the last one is " + last,
            "outside are the ids of your own namespace, which 'jpod unshare cat /proc/self/"
                + (kind.equals("user") ? "uid" : "gid")
                + "_map' lists");
      }
    }
  }
}

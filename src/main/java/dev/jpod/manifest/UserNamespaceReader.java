package dev.jpod.manifest;

import dev.jpod.model.IdMappings;
import dev.jpod.model.IdMappings.Range;
import dev.jpod.model.Pod.Namespace;
import dev.jpod.model.UserNamespaceMode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A pod's {@code userns}: a word, a map with such a word and details, or the ids themselves. */
final class UserNamespaceReader {
  private static final long HIGHEST_ID = (1L << 32) - 2;
  private static final String KEEP_ID = "keep-id";

  private final MapReader map;

  /** How the field says which users and groups there are. */
  private enum Word {
    HOST,
    KEEP_ID,
    AUTO
  }

  private UserNamespaceReader(MapReader map) {
    this.map = map;
  }

  /**
   * The field's value; null for the users and groups of jpod itself, and with a problem.
   *
   * @param share what the containers of the pod share
   */
  static @Nullable UserNamespaceMode read(Value value, Set<Namespace> share) {
    UserNamespaceMode mode =
        value.isMap() ? new UserNamespaceReader(new MapReader(value)).mode() : word(value);
    if (mode != null && share.contains(Namespace.CGROUP)) {
      value.problem(
          "is not for a pod whose containers share their cgroup namespace",
          "take cgroup out of 'share', or take 'userns' out");
    }
    return mode;
  }

  private static @Nullable UserNamespaceMode word(Value value) {
    if (!value.isText()) {
      value.expected("host, keep-id, auto or a map");
      return null;
    }
    Word word = Choices.read(value, Word.values());
    return word == null ? null : plain(word);
  }

  private static @Nullable UserNamespaceMode plain(Word word) {
    return switch (word) {
      case HOST -> null;
      case KEEP_ID -> new UserNamespaceMode.KeepId(null, null);
      case AUTO -> new UserNamespaceMode.Auto(null);
    };
  }

  private @Nullable UserNamespaceMode mode() {
    Value value = map.get("mode");
    Word word = value == null ? null : Choices.read(value, Word.values());
    Long uid = map.integer("uid", 0, HIGHEST_ID);
    Long gid = map.integer("gid", 0, HIGHEST_ID);
    Long size = map.integer("size", 1, HIGHEST_ID);
    List<Range> users = IdRangesReader.read(map, "uids");
    List<Range> groups = IdRangesReader.read(map, "gids");
    map.finish();
    if (word != Word.KEEP_ID) {
      refuse("uid", "belongs to mode: keep-id");
      refuse("gid", "belongs to mode: keep-id");
    }
    if (word != Word.AUTO) {
      refuse("size", "belongs to mode: auto");
    }
    if (map.has("mode")) {
      refuse("uids", "stands beside 'mode', which chooses the ids itself");
      refuse("gids", "stands beside 'mode', which chooses the ids itself");
    } else if (map.has("uids")) {
      return mapped(users, groups);
    } else {
      map.problem(
          "says neither 'mode' nor 'uids'",
          "write mode: auto, mode: " + KEEP_ID + ", or uids: [\"0:100000:65536\"]");
    }
    if (word == null) {
      return null;
    }
    return switch (word) {
      case HOST -> null;
      case KEEP_ID -> new UserNamespaceMode.KeepId(uid, gid);
      case AUTO -> new UserNamespaceMode.Auto(size);
    };
  }

  private static @Nullable UserNamespaceMode mapped(List<Range> users, List<Range> groups) {
    if (users.isEmpty()) {
      return null;
    }
    return new UserNamespaceMode.Mapped(new IdMappings(users, groups.isEmpty() ? users : groups));
  }

  private void refuse(String field, String message) {
    Value value = map.raw(field);
    if (value != null) {
      value.problem(message, "remove '" + field + "', or write another mode");
    }
  }
}

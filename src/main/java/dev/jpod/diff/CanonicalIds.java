package dev.jpod.diff;

import dev.jpod.model.IdRangeText;
import dev.jpod.model.UserNamespaceMode;
import org.jspecify.annotations.Nullable;

/** The canonical text of what a pod asks for of users and groups. */
final class CanonicalIds {
  private CanonicalIds() {}

  static String of(UserNamespaceMode mode) {
    return switch (mode) {
      case UserNamespaceMode.KeepId keep -> {
        CanonicalJson json = CanonicalJson.object().with("mode", "keep-id");
        put(json, "uid", keep.uid());
        put(json, "gid", keep.gid());
        yield keep.uid() == null && keep.gid() == null ? "keep-id" : json.end();
      }
      case UserNamespaceMode.Auto auto -> {
        CanonicalJson json = CanonicalJson.object().with("mode", "auto");
        put(json, "size", auto.size());
        yield auto.size() == null ? "auto" : json.end();
      }
      case UserNamespaceMode.Mapped mapped ->
          CanonicalJson.object()
              .with("uids", IdRangeText.of(mapped.ids().users()))
              .with("gids", IdRangeText.of(mapped.ids().groups()))
              .end();
    };
  }

  private static void put(CanonicalJson json, String name, @Nullable Long number) {
    if (number != null) {
      json.with(name, number);
    }
  }
}

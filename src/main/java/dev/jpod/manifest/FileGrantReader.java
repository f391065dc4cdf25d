package dev.jpod.manifest;

import dev.jpod.manifest.StackDraft.Reference.Kind;
import dev.jpod.model.FileGrant;
import dev.jpod.model.OnChange;
import org.jspecify.annotations.Nullable;

/**
 * A config or secret that a container sees as a file: {@code name}, {@code name:/path[:ro]} or
 * {@code {source, target, mode, uid, gid, onChange}}.
 */
final class FileGrantReader {
  private static final String SECRETS = "/run/secrets/";
  private static final int SECRET_MODE = 0400;
  private static final int CONFIG_MODE = 0444;
  private static final long LARGEST_ID = Integer.MAX_VALUE;

  private final Kind kind;
  private final StackDraft draft;

  private FileGrantReader(Kind kind, StackDraft draft) {
    this.kind = kind;
    this.draft = draft;
  }

  /** A config; without a target it appears as {@code /NAME}, mode 0444. */
  static @Nullable FileGrant config(Value item, StackDraft draft) {
    return new FileGrantReader(Kind.CONFIG, draft).read(item);
  }

  /** A secret; without a target it appears as {@code /run/secrets/NAME}, mode 0400. */
  static @Nullable FileGrant secret(Value item, StackDraft draft) {
    return new FileGrantReader(Kind.SECRET, draft).read(item);
  }

  private @Nullable FileGrant read(Value item) {
    return item.isMap() ? longForm(item) : shortForm(item);
  }

  private @Nullable FileGrant shortForm(Value item) {
    String text = item.line();
    if (text == null) {
      return null;
    }
    int first = text.indexOf(':');
    String source = first < 0 ? text : text.substring(0, first);
    String rest = first < 0 ? "" : text.substring(first + 1);
    int second = rest.indexOf(':');
    if (second >= 0 && !rest.substring(second).equals(":ro")) {
      item.problem(
          "'" + Quote.shortened(text) + "' is not of the form name:/path",
          "the only option is ':ro', and it always holds");
      return null;
    }
    draft.refersTo(kind, source, item);
    String written = second < 0 ? rest : rest.substring(0, second);
    String target = first < 0 ? defaultTarget(source) : target(written, item);
    return target == null ? null : new FileGrant(source, target, defaultMode(), 0, 0, null);
  }

  private @Nullable FileGrant longForm(Value item) {
    MapReader map = new MapReader(item);
    Value sourceValue = map.require("source", "name one of the stack's " + plural());
    String source = sourceValue == null ? null : sourceValue.line();
    if (sourceValue != null && source != null) {
      draft.refersTo(kind, source, sourceValue);
    }
    Value targetValue = map.get("target");
    String written = targetValue == null ? null : targetValue.line();
    Integer mode = Modes.read(map, "mode");
    Long uid = map.integer("uid", 0, LARGEST_ID);
    Long gid = map.integer("gid", 0, LARGEST_ID);
    OnChange onChange = OnChangeReader.read(map);
    map.finish();
    if (source == null) {
      return null;
    }
    String target =
        targetValue == null || written == null
            ? defaultTarget(source)
            : target(written, targetValue);
    return target == null
        ? null
        : new FileGrant(
            source,
            target,
            mode == null ? defaultMode() : mode,
            uid == null ? 0 : uid.intValue(),
            gid == null ? 0 : gid.intValue(),
            onChange);
  }

  private @Nullable String target(String text, Value value) {
    boolean plainName = !text.isEmpty() && text.indexOf('/') < 0;
    return ContainerPaths.target(kind == Kind.SECRET && plainName ? SECRETS + text : text, value);
  }

  private String defaultTarget(String source) {
    return (kind == Kind.SECRET ? SECRETS : "/") + source;
  }

  private int defaultMode() {
    return kind == Kind.SECRET ? SECRET_MODE : CONFIG_MODE;
  }

  private String plural() {
    return kind == Kind.SECRET ? "secrets" : "configs";
  }
}

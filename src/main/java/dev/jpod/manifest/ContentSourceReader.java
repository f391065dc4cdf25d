package dev.jpod.manifest;

import dev.jpod.model.ContentSource;
import dev.jpod.model.GrantSource;
import dev.jpod.model.OnChange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One entry of the top-level {@code configs} or {@code secrets}. */
final class ContentSourceReader {
  private static final ContentSource NOTHING = new ContentSource.Inline("");

  private ContentSourceReader() {}

  static GrantSource config(Value value) {
    MapReader map = new MapReader(value);
    List<ContentSource> sources = common(map);
    Value content = map.get("content");
    String text = content == null ? null : content.text();
    if (text != null) {
      sources.add(new ContentSource.Inline(text));
    }
    int given = (content == null ? 0 : 1) + given(map);
    OnChange onChange = OnChangeReader.read(map);
    map.finish();
    return only(sources, given, map, "file, content, env or command", onChange);
  }

  static GrantSource secret(Value value) {
    MapReader map = new MapReader(value);
    List<ContentSource> sources = common(map);
    int given = given(map);
    if (map.has("content")) {
      given++;
      map.refuse(
          List.of("content"),
          "a secret cannot stand in the manifest",
          "use file:, env: or command:, or make it a config");
    }
    OnChange onChange = OnChangeReader.read(map);
    map.finish();
    return only(sources, given, map, "file, env or command", onChange);
  }

  private static List<ContentSource> common(MapReader map) {
    List<ContentSource> sources = new ArrayList<>();
    Value file = map.get("file");
    String path = file == null ? null : HostPaths.read(file);
    if (path != null) {
      sources.add(new ContentSource.File(path));
    }
    Value env = map.get("env");
    String variable = env == null ? null : env.line();
    if (env != null && variable != null) {
      if (Variables.isName(variable)) {
        sources.add(new ContentSource.Environment(variable));
      } else {
        env.problem(
            "'" + Quote.shortened(variable) + "' is not the name of a variable",
            "write the bare name, without '$'");
      }
    }
    Value command = map.get("command");
    if (command != null) {
      sources.add(new ContentSource.Command(Commands.ofHost(command)));
    }
    return sources;
  }

  private static int given(MapReader map) {
    return (map.has("file") ? 1 : 0) + (map.has("env") ? 1 : 0) + (map.has("command") ? 1 : 0);
  }

  private static GrantSource only(
      List<ContentSource> sources,
      int given,
      MapReader map,
      String choices,
      @Nullable OnChange onChange) {
    if (given != 1) {
      map.problem(
          given == 0 ? "has no content" : "has more than one content",
          "give it exactly one of " + choices);
    }
    return new GrantSource(first(sources), onChange == null ? OnChange.RESTART : onChange);
  }

  private static ContentSource first(List<ContentSource> sources) {
    @Nullable ContentSource first = sources.isEmpty() ? null : sources.getFirst();
    return first == null ? NOTHING : first;
  }
}

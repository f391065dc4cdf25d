package dev.jpod.reconcile;

import dev.jpod.json.JsonText;
import dev.jpod.json.JsonTree;
import dev.jpod.model.ContentSource;
import dev.jpod.model.Digest;
import dev.jpod.model.GrantSource;
import dev.jpod.model.JpodException;
import dev.jpod.model.Pod;
import dev.jpod.store.StackRevision;
import dev.jpod.store.StackRevision.Content.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The configs and environment files of a stack, read once each; of a proposal that was written down
 * before, those of then. Used for one run, by one thread.
 */
final class OpenContents {
  private final Proposal proposal;
  private final ContentReader reader;
  private final Map<String, byte[]> configs = new HashMap<>();
  private final SortedMap<String, Map<String, String>> envFiles = new TreeMap<>();

  OpenContents(Proposal proposal, ContentReader reader) {
    this.proposal = proposal;
    this.reader = reader;
  }

  byte[] config(String name) {
    byte[] content = configs.get(name);
    if (content == null) {
      ContentSource source = declared(name);
      content = source instanceof ContentSource.Inline ? null : kept(Kind.CONFIG, name);
      if (content == null) {
        content = reader.read(source, what(name));
      }
      configs.put(name, content);
    }
    return content;
  }

  /**
   * The variables of an environment file.
   *
   * @param file its absolute path
   * @param pod that asks for it
   */
  Map<String, String> envFile(String file, Pod pod) {
    Map<String, String> variables = envFiles.get(file);
    if (variables == null) {
      byte[] kept = kept(Kind.ENV_FILE, file);
      variables =
          kept == null
              ? reader.readEnvFile(Path.of(file), "the environment file of " + pod.name())
              : variables(kept, file);
      envFiles.put(file, variables);
    }
    return variables;
  }

  /** What was read so far that does not stand in the texts themselves. */
  List<Kept> kept() {
    List<Kept> all = new ArrayList<>();
    for (Map.Entry<String, byte[]> config : new TreeMap<>(configs).entrySet()) {
      if (!(declared(config.getKey()) instanceof ContentSource.Inline)) {
        all.add(Kept.of(Kind.CONFIG, config.getKey(), config.getValue()));
      }
    }
    envFiles.forEach((file, variables) -> all.add(Kept.of(Kind.ENV_FILE, file, text(variables))));
    return all;
  }

  /** One content that is kept with a revision or a saved plan. */
  @SuppressWarnings("ArrayRecordComponent") // identity is enough
  record Kept(StackRevision.Content named, byte[] bytes) {
    static Kept of(Kind kind, String name, byte[] bytes) {
      Digest digest = new Digest(Fingerprints.digest(bytes));
      return new Kept(new StackRevision.Content(kind, name, digest), bytes);
    }
  }

  private byte @Nullable [] kept(Kind kind, String name) {
    Past past = proposal.past();
    return past == null ? null : past.contents().of(kind, name);
  }

  private String what(String name) {
    return "the config '" + name + "'" + proposal.placeOf("configs." + name);
  }

  private ContentSource declared(String name) {
    return source(name).content();
  }

  /** Where it comes from, and what a change of it costs. */
  GrantSource source(String name) {
    GrantSource source = proposal.stack().configs().get(name);
    if (source == null) {
      throw new IllegalStateException("the manifest reader let '" + name + "' pass undeclared");
    }
    return source;
  }

  private static byte[] text(Map<String, String> variables) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    variables.forEach(json::put);
    return JsonText.compact(json);
  }

  private static Map<String, String> variables(byte[] text, String file) {
    Map<String, String> variables = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, JsonNode> entry : JsonTree.read(text).properties()) {
        variables.put(entry.getKey(), entry.getValue().stringValue());
      }
    } catch (JacksonException e) {
      throw JpodException.failed(
          "what was kept of the environment file '" + file + "' is damaged",
          "apply the stack file again");
    }
    return variables;
  }
}

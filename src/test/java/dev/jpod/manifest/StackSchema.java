package dev.jpod.manifest;

import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.SnakeYamlNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import tools.jackson.databind.json.JsonMapper;

/** Judges manifests as an editor does that knows nothing but the schema. */
final class StackSchema {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Validator validator;
  private final URI schema;

  StackSchema(String text) {
    validator =
        new ValidatorFactory().withJsonNodeFactory(new SnakeYamlNode.Factory()).createValidator();
    schema = validator.registerSchema(text);
  }

  String judgement(String manifest) {
    return errors(manifest).isEmpty() ? "accepted" : "refused";
  }

  List<String> errors(String manifest) {
    List<String> errors = new ArrayList<>();
    for (Document document :
        YamlDocuments.of(Manifests.text(manifest), new Reading(Variables.NONE))) {
      String json = JSON.writeValueAsString(plain(document.root()));
      for (var error : validator.validate(schema, json).getErrors()) {
        errors.add(error.getInstanceLocation() + ": " + error.getError());
      }
    }
    return errors;
  }

  /** The node as maps, lists and scalars, with merge keys followed. */
  private static @Nullable Object plain(Node node) {
    return switch (node) {
      case MappingNode map -> plainMap(map);
      case SequenceNode list -> {
        List<@Nullable Object> plain = new ArrayList<>();
        list.getValue().forEach(item -> plain.add(plain(item)));
        yield plain;
      }
      default -> scalar((ScalarNode) node);
    };
  }

  private static Map<String, @Nullable Object> plainMap(MappingNode map) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    for (NodeTuple tuple : map.getValue()) {
      if (!tuple.getKeyNode().getTag().equals(Tag.MERGE)) {
        plain.put(((ScalarNode) tuple.getKeyNode()).getValue(), plain(tuple.getValueNode()));
      }
    }
    for (NodeTuple tuple : map.getValue()) {
      if (tuple.getKeyNode().getTag().equals(Tag.MERGE)) {
        plainMap((MappingNode) tuple.getValueNode()).forEach(plain::putIfAbsent);
      }
    }
    return plain;
  }

  private static @Nullable Object scalar(ScalarNode node) {
    String text = node.getValue();
    Tag tag = node.getTag();
    if (tag.equals(Tag.BOOL)) {
      return Boolean.valueOf(text);
    }
    if (tag.equals(Tag.INT)) {
      return Objects.requireNonNull(Numbers.parse(text));
    }
    if (tag.equals(Tag.FLOAT)) {
      return Double.valueOf(text);
    }
    return tag.equals(Tag.NULL) ? null : text;
  }
}

package dev.jpod.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds the schema and the reader together, by the names of fields and by what they accept. */
class SchemaTests {
  private static final Path SCHEMA = Path.of("schemas/stack.schema.json");

  /** A name that is near to no field, so that the reader lists the fields it knows. */
  private static final String STRANGER = "qqqqqqqqqqqq: 1";

  /** Every object of the schema with fixed fields, and a manifest with a stranger in it. */
  private static final Map<String, String> OBJECTS =
      Map.ofEntries(
          Map.entry("", Manifests.withPod("") + STRANGER),
          Map.entry("/$defs/pod", Manifests.withPod(STRANGER)),
          Map.entry(
              "/$defs/container",
              top("pods: {a: {containers: {b: {image: x, " + STRANGER + "}}}}")),
          Map.entry("/properties/hooks", top("hooks: {" + STRANGER + "}")),
          Map.entry("/$defs/hook", top("hooks: {preApply: [{command: [a], " + STRANGER + "}]}")),
          Map.entry("/$defs/config", top("configs: {a: {content: x, " + STRANGER + "}}")),
          Map.entry("/$defs/secret", top("secrets: {a: {env: X, " + STRANGER + "}}")),
          Map.entry("/$defs/volume/anyOf/1", top("volumes: {a: {" + STRANGER + "}}")),
          Map.entry("/$defs/network/anyOf/1", top("networks: {a: {" + STRANGER + "}}")),
          Map.entry(
              "/$defs/network/anyOf/1/properties/subnets/items/anyOf/1",
              top("networks: {a: {subnets: [{cidr: 10.0.0.0/8, " + STRANGER + "}]}}")),
          Map.entry(
              "/$defs/pod/properties/userns/anyOf/2",
              pod("userns: {mode: auto, " + STRANGER + "}")),
          Map.entry("/$defs/longMount", pod("mounts: [{target: /x, " + STRANGER + "}]")),
          Map.entry(
              container("env/anyOf/0/additionalProperties/anyOf/1"),
              pod("env: {A: {secret: x, " + STRANGER + "}}")),
          Map.entry(
              container("configs/items/anyOf/1"), pod("configs: [{source: a, " + STRANGER + "}]")),
          Map.entry(
              container("secrets/items/anyOf/1"), pod("secrets: [{source: a, " + STRANGER + "}]")),
          Map.entry(
              container("devices/items/anyOf/1"),
              pod("devices: [{source: /dev/x, " + STRANGER + "}]")),
          Map.entry(container("capabilities"), pod("capabilities: {" + STRANGER + "}")),
          Map.entry(
              container("ulimits/additionalProperties/anyOf/1"),
              pod("ulimits: {core: {soft: 1, hard: 1, " + STRANGER + "}}")),
          Map.entry(container("resources"), pod("resources: {" + STRANGER + "}")),
          Map.entry(
              container("resources/properties/blkioThrottles"),
              pod("resources: {blkioThrottles: {" + STRANGER + "}}")),
          Map.entry(container("logging"), pod("logging: {" + STRANGER + "}")),
          Map.entry(container("preStop"), pod("preStop: {command: [a], " + STRANGER + "}")),
          Map.entry(container("healthCheck"), pod("healthCheck: {tcp: 1, " + STRANGER + "}")),
          Map.entry(
              container("healthCheck/properties/http"),
              pod("healthCheck: {http: {port: 1, " + STRANGER + "}}")),
          Map.entry(
              "/$defs/pod/properties/networks/anyOf/3/additionalProperties/anyOf/1",
              pod("networks: {a: {" + STRANGER + "}}")),
          Map.entry(
              "/$defs/pod/properties/ports/items/anyOf/1",
              pod("ports: [{containerPort: 1, " + STRANGER + "}]")),
          Map.entry("/$defs/pod/properties/update", pod("update: {" + STRANGER + "}")),
          Map.entry("/$defs/pod/properties/dns/anyOf/2", pod("dns: {" + STRANGER + "}")));

  @TestFactory
  Stream<DynamicTest> readerAndSchemaKnowTheSameFields() {
    JsonNode schema = schema();
    return OBJECTS.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(
            object ->
                DynamicTest.dynamicTest(
                    "schema" + object.getKey(),
                    () ->
                        assertThat(fieldsKnownToTheReader(object.getValue()))
                            .isEqualTo(fieldsOf(schema.at(object.getKey())))));
  }

  @Test
  void everyObjectOfTheSchemaIsCompared() {
    Set<String> found = new TreeSet<>();
    collectObjects(schema(), "", found);

    assertThat(found).isEqualTo(new TreeSet<>(OBJECTS.keySet()));
  }

  @Test
  void everyFieldOfTheSchemaHasADescription() {
    for (String object : OBJECTS.keySet()) {
      for (Map.Entry<String, JsonNode> field : schema().at(object).at("/properties").properties()) {
        JsonNode said = field.getValue().path("description");
        boolean elsewhere = field.getValue().has("$ref");
        assertThat(elsewhere || said.asString("").endsWith("."))
            .as(object + " " + field.getKey())
            .isTrue();
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> readerAndSchemaJudgeFieldsAlike() {
    StackSchema schema = new StackSchema(read(SCHEMA));
    return Manifests.resource("fields.txt")
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(
            line ->
                DynamicTest.dynamicTest(
                    line,
                    () -> {
                      String manifest = Manifests.withPod(line.substring(2));
                      String wanted = line.startsWith("+") ? "accepted" : "refused";
                      assertThat(judgementOfReader(manifest)).isEqualTo(wanted);
                      assertThat(schema.judgement(manifest)).isEqualTo(wanted);
                    }));
  }

  @Test
  void schemaAcceptsEveryFieldAtOnce() {
    assertThat(new StackSchema(read(SCHEMA)).errors(Manifests.resource("all-fields.yaml")))
        .isEmpty();
  }

  @Test
  void schemaAcceptsTheExamples() throws IOException {
    StackSchema schema = new StackSchema(read(SCHEMA));
    try (Stream<Path> files = Files.walk(Path.of("examples"))) {
      assertThat(files.filter(file -> file.toString().endsWith(".yaml")))
          .isNotEmpty()
          .allSatisfy(file -> assertThat(schema.errors(read(file))).isEmpty());
    }
  }

  private static String judgementOfReader(String manifest) {
    return Manifests.problems(manifest).isEmpty() ? "accepted" : "refused";
  }

  private static Set<String> fieldsKnownToTheReader(String manifest) {
    String mark = "known here: ";
    String problems = Manifests.problems(manifest);
    assertThat(problems).contains(mark);
    int start = problems.indexOf(mark) + mark.length();
    return new TreeSet<>(
        Arrays.asList(problems.substring(start, problems.indexOf(')', start)).split(", ")));
  }

  private static Set<String> fieldsOf(JsonNode object) {
    return new TreeSet<>(object.at("/properties").propertyNames());
  }

  private static void collectObjects(JsonNode node, String path, Set<String> found) {
    if (node.path("properties").isObject() && node.has("additionalProperties")) {
      found.add(path);
    }
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      collectObjects(entry.getValue(), path + "/" + entry.getKey(), found);
    }
    for (int i = 0; i < (node.isArray() ? node.size() : 0); i++) {
      collectObjects(node.get(i), path + "/" + i, found);
    }
  }

  private static String container(String field) {
    return "/$defs/container/properties/" + field;
  }

  private static String pod(String line) {
    return Manifests.withPod(line);
  }

  private static String top(String line) {
    return "apiVersion: jpod.dev/v1\nkind: Stack\nname: shop\n" + line + "\n";
  }

  private static JsonNode schema() {
    return JsonMapper.builder().build().readTree(read(SCHEMA));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }
}

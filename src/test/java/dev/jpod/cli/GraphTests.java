package dev.jpod.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.export.Graph;
import dev.jpod.export.Graph.Edge;
import dev.jpod.export.Graph.Format;
import dev.jpod.export.Graph.Kind;
import dev.jpod.export.Graph.Node;
import dev.jpod.export.PlanGraph;
import dev.jpod.export.StackGraph;
import dev.jpod.model.Stack;
import java.awt.Rectangle;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/**
 * Graphs in all formats. {@code -Djpod.goldens=rewrite} writes the expected files anew, for review
 * with {@code git diff}.
 */
class GraphTests {
  private static final Path GOLDENS = Path.of("src/test/resources/dev/jpod/export");
  private static final boolean REWRITE = "rewrite".equals(System.getProperty("jpod.goldens"));
  private static final String HOSTILE =
      "\"]; x\\\" </text><script>alert(1)</script> & ' `#quot; %% {a} \u0007\u202e\ud800 -->";

  /** What Graphviz reads: quoted strings with backslashes, names, and nothing else. */
  private static final Pattern DOT =
      Pattern.compile(
          "digraph Q \\{\n(  (node|edge|n\\d+( -> n\\d+)?)( \\[\\w+=V(, \\w+=V)*])?;\n)*}\n"
              .replace("V", "(Q|\\w+)")
              .replace("Q", "\"([^\"\\\\\n]|\\\\[\\\\\"n])*+\""));

  private static final Pattern MERMAID_LABEL = Pattern.compile("\"[^\"\n]*\"");

  private static final Stack SHOP =
      SmallPlan.stack(
          """
          networks: {back: {}}
          volumes: {data: {}, unused: {}}
          pods:
            web:
              networks: [back]
              ports: ["8080:80", "127.0.0.1:53:53/udp"]
              dependsOn: {db: healthy, migrate: completed}
              containers:
                app: {image: "localhost/app:1", dependsOn: {nginx: started}}
                nginx: {image: "localhost/nginx:1", volumes: ["data:/srv"]}
            migrate: {image: "localhost/app:1", restart: no, dependsOn: {db: started}}
            cache: {image: "localhost/cache:1", replicas: 3, networks: host}
            db:
              image: localhost/db:1
              networks: [back]
              volumes: ["data:/data"]
              healthCheck: {command: [/bin/true]}
          """);

  @TempDir private Path folder;

  private static void expect(String name, Format format, String actual) throws IOException {
    Path golden = GOLDENS.resolve(name + "." + format.name().toLowerCase(Locale.ROOT));
    if (REWRITE) {
      Files.createDirectories(GOLDENS);
      Files.writeString(golden, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(golden));
  }

  private static Graph ofPlan() {
    return PlanGraph.of(SmallPlan.of(SHOP), step -> StepText.of(step).orElse(step.cause()));
  }

  private static Graph hostile() {
    List<Node> nodes = new ArrayList<>();
    List<Edge> edges = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      nodes.add(new Node(HOSTILE + kind, HOSTILE + "\nsecond line", kind));
      edges.add(new Edge(HOSTILE + Kind.POD, HOSTILE + kind, HOSTILE));
    }
    edges.removeFirst();
    return new Graph(HOSTILE, nodes, edges);
  }

  private static Document parsed(String svg) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    factory.setNamespaceAware(true);
    return factory.newDocumentBuilder().parse(new ByteArrayInputStream(svg.getBytes(UTF_8)));
  }

  @ParameterizedTest
  @EnumSource
  void aStackIsDrawnAsExpected(Format format) throws IOException {
    expect("stack", format, format.text(StackGraph.of(SHOP)));
  }

  @ParameterizedTest
  @EnumSource
  void aPlanIsDrawnAsExpected(Format format) throws IOException {
    expect("plan", format, format.text(ofPlan()));
  }

  @ParameterizedTest
  @EnumSource
  void theSameGraphIsTheSameText(Format format) {
    assertThat(format.text(ofPlan())).isEqualTo(format.text(ofPlan())).endsWith("\n");
  }

  @Test
  void dotKeepsToItsGrammarWhateverTheTexts() {
    for (Graph graph : List.of(StackGraph.of(SHOP), ofPlan(), hostile())) {
      assertThat(Format.DOT.text(graph)).matches(DOT);
    }
  }

  @Test
  void mermaidHasNothingOfATextOutsideOfQuotes() {
    String text = Format.MERMAID.text(hostile());

    assertThat(MERMAID_LABEL.matcher(text).replaceAll("Q").lines())
        .allMatch(
            line ->
                line.matches(
                    "flowchart TB|  n\\d+[\\[({>/]*Q[\\])}/]*:::[a-z]+|  n\\d+ -->\\|Q\\| n\\d+"
                        + "|  classDef [a-z]+ [a-z0-9#:, -]+"));
    assertThat(text).doesNotContain("<script", "`", "%%", "\u202e", "&");
  }

  @Test
  void svgIsXmlWithoutAnythingThatRuns() throws Exception {
    for (Graph graph : List.of(StackGraph.of(SHOP), ofPlan(), hostile())) {
      Document svg = parsed(Format.SVG.text(graph));

      NodeList all = svg.getElementsByTagName("*");
      for (int i = 0; i < all.getLength(); i++) {
        assertThat(all.item(i).getLocalName())
            .isIn("svg", "title", "style", "defs", "marker", "path", "g", "rect", "circle", "text");
        for (int j = 0; j < all.item(i).getAttributes().getLength(); j++) {
          assertThat(all.item(i).getAttributes().item(j).getNodeName())
              .doesNotStartWith("on")
              .doesNotContain("href");
        }
      }
      assertThat(svg.getElementsByTagName("g").getLength()).isEqualTo(graph.nodes().size());
      assertThat(Format.SVG.text(graph)).doesNotContain("@import", "url(http");
    }
    assertThat(parsed(Format.SVG.text(hostile())).getElementsByTagName("text").item(0))
        .satisfies(text -> assertThat(text.getTextContent()).contains("<script>alert(1)</script>"));
  }

  @Test
  void inAPictureNothingOverlapsAndArrowsLeadDown() throws Exception {
    NodeList shapes = parsed(Format.SVG.text(ofPlan())).getElementsByTagName("rect");
    List<Rectangle> seen = new ArrayList<>();
    for (int i = 0; i < shapes.getLength(); i++) {
      var at = shapes.item(i).getAttributes();
      Rectangle shape =
          new Rectangle(
              Integer.parseInt(at.getNamedItem("x").getNodeValue()),
              Integer.parseInt(at.getNamedItem("y").getNodeValue()),
              Integer.parseInt(at.getNamedItem("width").getNodeValue()),
              Integer.parseInt(at.getNamedItem("height").getNodeValue()));
      assertThat(seen).noneMatch(shape::intersects);
      seen.add(shape);
    }
    assertThat(seen).isNotEmpty();
    Pattern arrow = Pattern.compile("d=\"M-?\\d+ (\\d+)C[^\"]* (\\d+)\"");
    var arrows = arrow.matcher(Format.SVG.text(ofPlan()));
    while (arrows.find()) {
      assertThat(Integer.parseInt(arrows.group(2)))
          .isGreaterThan(Integer.parseInt(arrows.group(1)));
    }
  }

  @Test
  void aCircleIsDrawn() {
    Graph circle =
        new Graph(
            "circle",
            List.of(new Node("a", "a", Kind.POD), new Node("b", "b", Kind.POD)),
            List.of(new Edge("a", "b", ""), new Edge("b", "a", "")));

    assertThat(Format.SVG.text(circle)).contains(">a</text>", ">b</text>");
  }

  @Test
  void theCommandsDraw() throws IOException {
    Files.writeString(
        folder.resolve("stack.yaml"),
        """
        apiVersion: jpod.dev/v1
        kind: Stack
        name: shop
        pods: {web: {image: "localhost/web:1"}}
        """);
    Shell shell = new Shell(folder);

    assertThat(shell.withoutRoot().run("graph").out()).startsWith("digraph \"shop\" {");
    assertThat(shell.run("graph", "--format", "svg").out()).startsWith("<svg ");
    assertThat(shell.run("graph", "--format", "png"))
        .satisfies(result -> assertThat(result.code()).isEqualTo(64))
        .satisfies(result -> assertThat(result.err()).contains("dot, mermaid or svg"));
  }
}

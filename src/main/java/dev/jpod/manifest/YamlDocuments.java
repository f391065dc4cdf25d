package dev.jpod.manifest;

import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Splits a text into its YAML documents, as trees of nodes with places. No object is ever made from
 * a tag; aliases, depth and length are bounded.
 */
final class YamlDocuments {
  private static final int MOST_ALIASES = 1000;
  private static final int DEEPEST = 50;
  private static final int MOST_DOCUMENTS = 1000;

  private YamlDocuments() {}

  /** The documents that are not empty; a problem, and none, when the text is not YAML. */
  static List<Document> of(ManifestText manifest, Reading reading) {
    if (manifest.text().length() > ManifestText.LARGEST) {
      reading.problem(ManifestText.tooLarge(manifest.displayName()));
      return List.of();
    }
    String text = plain(manifest.text());
    LoaderOptions options = options();
    ParserImpl parser = new ParserImpl(new StreamReader(text), options);
    Composer composer = new Composer(parser, new CoreSchema(), options);
    List<Document> documents = new ArrayList<>();
    try {
      while (composer.checkNode() && documents.size() < MOST_DOCUMENTS) {
        Node root = composer.getNode();
        if (!root.getTag().equals(Tag.NULL)) {
          documents.add(new Document(manifest.displayName(), manifest.baseFolder(), root, reading));
        }
      }
    } catch (YAMLException notYaml) {
      reading.problem(SyntaxProblems.of(manifest.displayName(), text, parser, notYaml));
      return List.of();
    }
    if (documents.isEmpty()) {
      reading.problem(
          new Problem(
              new Place(manifest.displayName(), 1, 1),
              "",
              "the manifest is empty",
              "start it with 'apiVersion: jpod.dev/v1' and 'kind: Stack'"));
    }
    return documents;
  }

  /** Without byte order mark; in JSON, tabs between the tokens become spaces. */
  private static String plain(String text) {
    String unmarked = !text.isEmpty() && text.charAt(0) == '\uFEFF' ? text.substring(1) : text;
    return unmarked.stripLeading().startsWith("{") ? unmarked.replace('\t', ' ') : unmarked;
  }

  private static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(MOST_ALIASES);
    options.setNestingDepthLimit(DEEPEST);
    options.setCodePointLimit(ManifestText.LARGEST);
    options.setMergeOnCompose(false);
    options.setProcessComments(false);
    return options;
  }
}

package dev.jpod.trust;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.trust.SignatureStores.Attachments;
import dev.jpod.trust.SignatureStores.Section;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads the files of {@code registries.d}; what only concerns the writing of signatures is left.
 */
final class SignatureStoresReader {
  private static final String DEFAULT = "";

  private final Map<String, Section> sections = new HashMap<>();
  private final Map<String, Path> origins = new HashMap<>();

  private SignatureStoresReader() {}

  /** The sections of all files of a folder; none may be there twice. */
  static Map<String, Section> read(Path folder) {
    SignatureStoresReader reader = new SignatureStoresReader();
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*.yaml")) {
      all.forEach(files::add);
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
    Collections.sort(files);
    for (Path file : files) {
      reader.take(file);
    }
    return reader.sections;
  }

  private void take(Path file) {
    Node root = compose(file);
    if (root == null || root.getTag().equals(Tag.NULL)) {
      return;
    }
    for (NodeTuple entry : mapping(file, root)) {
      String key = text(file, entry.getKeyNode());
      if (key.equals("default-docker")) {
        add(file, DEFAULT, entry.getValueNode());
      } else if (key.equals("docker") && !entry.getValueNode().getTag().equals(Tag.NULL)) {
        for (NodeTuple scope : mapping(file, entry.getValueNode())) {
          add(file, text(file, scope.getKeyNode()), scope.getValueNode());
        }
      }
    }
  }

  private void add(Path file, String scope, Node node) {
    Path other = origins.putIfAbsent(scope, file);
    if (other != null) {
      String what = scope.isEmpty() ? "'default-docker'" : "the scope '" + scope + "'";
      throw wrong(file, node, what + " is in '" + other.getFileName() + "', too");
    }
    sections.put(scope, section(file, node));
  }

  private static Section section(Path file, Node node) {
    URI lookaside = null;
    URI sigstore = null;
    Attachments attachments = null;
    if (!node.getTag().equals(Tag.NULL)) {
      for (NodeTuple entry : mapping(file, node)) {
        Node value = entry.getValueNode();
        switch (text(file, entry.getKeyNode())) {
          case "lookaside" -> lookaside = place(file, value);
          case "sigstore" -> sigstore = place(file, value);
          case "use-sigstore-attachments" -> attachments = attachments(file, value);
          default -> {
            // Where signatures are written does not matter here.
          }
        }
      }
    }
    return new Section(lookaside == null ? sigstore : lookaside, attachments);
  }

  private static @Nullable URI place(Path file, Node node) {
    String text = text(file, node);
    if (text.isEmpty()) {
      return null;
    }
    try {
      URI place = new URI(text);
      boolean known =
          switch (String.valueOf(place.getScheme()).toLowerCase(Locale.ROOT)) {
            case "file" -> place.getPath() != null && place.getPath().startsWith("/");
            case "http", "https" -> place.getHost() != null && place.getRawUserInfo() == null;
            default -> false;
          };
      if (known) {
        return place;
      }
    } catch (URISyntaxException e) {
      throw wrong(file, node, "this is no place of signatures");
    }
    throw wrong(file, node, "a place of file:///, https:// or http:// is wanted here");
  }

  private static Attachments attachments(Path file, Node node) {
    String text = text(file, node).toLowerCase(Locale.ROOT);
    if (!node.getTag().equals(Tag.BOOL)) {
      throw wrong(file, node, "true or false is wanted here");
    }
    return switch (text) {
      case "true", "yes", "on" -> Attachments.READ;
      default -> Attachments.LEFT_ALONE;
    };
  }

  private static @Nullable Node compose(Path file) {
    Yaml yaml = new Yaml(new LoaderOptions());
    try (InputStream in = Files.newInputStream(file)) {
      return yaml.compose(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw wrong(file + ":" + line + ": " + e.getProblem());
    } catch (YAMLException e) {
      throw wrong(file + ": " + e.getMessage());
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static List<NodeTuple> mapping(Path file, Node node) {
    if (node instanceof MappingNode mapping) {
      return mapping.getValue();
    }
    throw wrong(file, node, "a mapping is wanted here");
  }

  private static String text(Path file, Node node) {
    if (node instanceof ScalarNode scalar) {
      return scalar.getTag().equals(Tag.NULL) ? "" : scalar.getValue();
    }
    throw wrong(file, node, "a single value is wanted here");
  }

  private static JpodException wrong(Path file, Node node, String what) {
    return wrong(file + ":" + (node.getStartMark().getLine() + 1) + ": " + what);
  }

  private static JpodException wrong(String what) {
    return JpodException.refused(what, "correct the file; see containers-registries.d(5)");
  }

  private static JpodException unreadable(Path file, IOException cause) {
    return new JpodException(
        Failure.FAILED,
        "where signatures are kept cannot be read from '" + file + "': " + cause.getMessage(),
        "see the permissions of the file",
        cause);
  }
}

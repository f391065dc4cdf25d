package dev.jpod.manifest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The entries of a map with its merge keys ({@code <<}) followed: what the map says itself wins
 * over what it merges in, and an earlier merged map over a later one. A key given twice is a
 * problem.
 */
final class MergedEntries {
  private static final int DEEPEST = 50;

  private final Document document;
  private final String path;
  private final List<MapEntry> entries = new ArrayList<>();
  private final Set<String> taken = new HashSet<>();

  MergedEntries(Document document, String path) {
    this.document = document;
    this.path = path;
  }

  List<MapEntry> of(MappingNode mapping) {
    collect(mapping, 0);
    return entries;
  }

  private void collect(MappingNode mapping, int depth) {
    Map<String, Place> own = new HashMap<>();
    List<Node> merged = new ArrayList<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (depth > 0) {
        document.reading().spendValue(document.placeOf(mapping));
      }
      if (tuple.getKeyNode().getTag().equals(Tag.MERGE)) {
        merged.add(tuple.getValueNode());
      } else {
        add(tuple, own);
      }
    }
    taken.addAll(own.keySet());
    for (Node node : merged) {
      merge(node, depth + 1);
    }
  }

  private void merge(Node node, int depth) {
    Place place = document.placeOf(node);
    document.reading().spendValue(place);
    if (depth > DEEPEST) {
      problem(place, "merges itself", "let '<<' name a map that does not hold this one");
    } else if (node instanceof MappingNode mapping) {
      collect(mapping, depth);
    } else if (node instanceof SequenceNode sequence && depth <= DEEPEST) {
      for (Node item : sequence.getValue()) {
        if (item instanceof MappingNode mapping) {
          collect(mapping, depth + 1);
        } else {
          problem(document.placeOf(item), "'<<' can merge maps only", "write <<: *anchor");
        }
      }
    } else {
      problem(place, "'<<' can merge maps only", "write <<: *anchor");
    }
  }

  private void add(NodeTuple tuple, Map<String, Place> own) {
    Place place = document.placeOf(tuple.getKeyNode());
    if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)
        || keyNode.getTag().equals(Tag.NULL)
        || keyNode.getValue().indexOf('\0') >= 0) {
      problem(place, "a key must be text", "put the key in quotes if it starts with [ or {");
      return;
    }
    String key = keyNode.getValue();
    Place first = own.putIfAbsent(key, place);
    if (first != null) {
      problem(
          place,
          "'" + Quote.shortened(key) + "' is given twice",
          "the first is at " + first + "; remove one of them");
    } else if (!taken.contains(key)) {
      Node value = tuple.getValueNode();
      entries.add(new MapEntry(key, new Value(document, value, child(key), place)));
    }
  }

  private String child(String key) {
    String shown = Quote.shortened(key);
    return path.isEmpty() ? shown : path + "." + shown;
  }

  private void problem(Place place, String message, String hint) {
    document.reading().problem(new Problem(place, path, message, hint));
  }
}

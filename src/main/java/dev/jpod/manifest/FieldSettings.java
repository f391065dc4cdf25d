package dev.jpod.manifest;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Puts the fields of {@code --set} into the documents before they are read. What an anchor shares
 * is copied first, so a setting changes the one field that it names.
 */
final class FieldSettings {
  private static final String MARK = "--set ";

  private final FieldSetting setting;
  private final Reading reading;
  private final Mark mark;

  private FieldSettings(FieldSetting setting, Reading reading) {
    this.setting = setting;
    this.reading = reading;
    this.mark = new Mark(MARK + setting.path(), 0, 0, 0, new int[0], 0);
  }

  /** The documents with the fields set; each goes into the document that knows most of its path. */
  static List<Document> applied(List<Document> documents, Reading reading) {
    List<FieldSetting> fields = reading.settings();
    if (fields.isEmpty() || documents.isEmpty()) {
      return documents;
    }
    List<Document> result = new ArrayList<>(documents);
    for (FieldSetting setting : fields) {
      int best = 0;
      for (int i = 1; i < result.size(); i++) {
        if (known(result.get(i), setting) > known(result.get(best), setting)) {
          best = i;
        }
      }
      Document document = result.get(best);
      Node root = new FieldSettings(setting, reading).set(document.root(), 0);
      result.set(
          best, new Document(document.file(), document.baseFolder(), root, document.reading()));
    }
    return result;
  }

  /** Whether the mark is that of a setting rather than of a file. */
  static boolean isOutsideOfFiles(Mark mark) {
    return mark.getName().startsWith(MARK);
  }

  private static int known(Document document, FieldSetting setting) {
    Node node = document.root();
    int steps = 0;
    while (steps < setting.steps().size() && node instanceof MappingNode mapping) {
      Node child = child(mapping, setting.steps().get(steps), 0);
      if (child == null) {
        break;
      }
      node = child;
      steps++;
    }
    return steps;
  }

  private Node set(@Nullable Node node, int depth) {
    if (depth == setting.steps().size()) {
      return new ScalarNode(
          CoreSchema.tagOf(setting.value()),
          setting.value(),
          mark,
          mark,
          DumperOptions.ScalarStyle.PLAIN);
    }
    String step = setting.steps().get(depth);
    int index = FieldSetting.indexOf(step);
    boolean missing = node == null || node.getTag().equals(Tag.NULL);
    if (index >= 0) {
      return setItem(missing ? null : node, index, depth);
    }
    if (missing) {
      return withEntry(List.of(), mark, step, set(null, depth + 1));
    }
    if (node instanceof MappingNode mapping) {
      Node child = set(child(mapping, step, 0), depth + 1);
      return withEntry(mapping.getValue(), mapping.getStartMark(), step, child);
    }
    problem("'" + step + "' is set in something that is not a map");
    return node == null ? new MappingNode(Tag.MAP, List.of(), DumperOptions.FlowStyle.FLOW) : node;
  }

  private Node setItem(@Nullable Node node, int index, int depth) {
    List<Node> items = new ArrayList<>();
    Mark start = mark;
    if (node instanceof SequenceNode sequence) {
      items.addAll(sequence.getValue());
      start = sequence.getStartMark();
    } else if (node != null) {
      problem("[" + index + "] is set in something that is not a list");
      return node;
    }
    if (index > items.size()) {
      problem("[" + index + "] is beyond the end of a list of " + items.size());
    } else if (index == items.size()) {
      items.add(set(null, depth + 1));
    } else {
      items.set(index, set(items.get(index), depth + 1));
    }
    return new SequenceNode(Tag.SEQ, true, items, start, start, DumperOptions.FlowStyle.FLOW);
  }

  /** The map with one entry replaced, or added at the end; a null value removes it. */
  private MappingNode withEntry(List<NodeTuple> old, Mark start, String key, Node value) {
    boolean removed = value.getTag().equals(Tag.NULL);
    List<NodeTuple> tuples = new ArrayList<>(old.size() + 1);
    boolean found = false;
    for (NodeTuple tuple : old) {
      if (!isKey(tuple, key)) {
        tuples.add(tuple);
      } else if (!found && !removed) {
        boolean leaf = value instanceof ScalarNode;
        tuples.add(new NodeTuple(leaf ? keyNode(key) : tuple.getKeyNode(), value));
        found = true;
      }
    }
    if (!found && !removed) {
      tuples.add(new NodeTuple(keyNode(key), value));
    }
    return new MappingNode(Tag.MAP, true, tuples, start, start, DumperOptions.FlowStyle.FLOW);
  }

  private ScalarNode keyNode(String key) {
    return new ScalarNode(Tag.STR, key, mark, mark, DumperOptions.ScalarStyle.PLAIN);
  }

  private static @Nullable Node child(MappingNode mapping, String key, int depth) {
    for (NodeTuple tuple : mapping.getValue()) {
      if (isKey(tuple, key)) {
        return tuple.getValueNode();
      }
    }
    for (NodeTuple tuple : mapping.getValue()) {
      if (depth < 16
          && tuple.getKeyNode().getTag().equals(Tag.MERGE)
          && tuple.getValueNode() instanceof MappingNode merged) {
        return child(merged, key, depth + 1);
      }
    }
    return null;
  }

  private static boolean isKey(NodeTuple tuple, String key) {
    return tuple.getKeyNode() instanceof ScalarNode scalar
        && !scalar.getTag().equals(Tag.MERGE)
        && scalar.getValue().equals(key);
  }

  private void problem(String message) {
    reading.problem(
        new Problem(setting.place(), "", message, "check the path, for example pods.web.ports[0]"));
  }
}

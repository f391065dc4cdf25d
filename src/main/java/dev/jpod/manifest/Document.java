package dev.jpod.manifest;

import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/** One YAML document of a file, and the run that reads it. */
record Document(String file, String baseFolder, Node root, Reading reading) {
  Value value() {
    return new Value(this, root, "", placeOf(root));
  }

  Place placeOf(Node node) {
    Mark mark = node.getStartMark();
    return FieldSettings.isOutsideOfFiles(mark)
        ? Place.outsideOfFiles(mark.getName())
        : new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
  }
}

package dev.jpod.manifest;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A value of the manifest with its path and place. Reading it as something that it is not reports a
 * problem and yields null, an empty list or nothing; the caller goes on with a default.
 */
final class Value {
  private final Document document;
  private final Node node;
  private final String path;
  private final Place place;

  Value(Document document, Node node, String path, Place place) {
    this.document = document;
    this.node = node;
    this.path = path;
    this.place = place;
    document.reading().spendValue(place);
  }

  Document document() {
    return document;
  }

  String path() {
    return path;
  }

  /** Where the field starts: its key, or the item of the list. */
  Place place() {
    return place;
  }

  boolean isMap() {
    return node.getTag().equals(Tag.MAP);
  }

  boolean isList() {
    return node.getTag().equals(Tag.SEQ);
  }

  boolean isText() {
    return node.getNodeId() == NodeId.scalar;
  }

  /** Whether nothing is written: {@code db-data:} without a value, or {@code null}. */
  boolean isNull() {
    return node.getTag().equals(Tag.NULL);
  }

  /** Reports a problem with this value. */
  void problem(String message, String hint) {
    document.reading().problem(new Problem(document.placeOf(node), path, message, hint));
  }

  void problem(Mistake mistake) {
    problem(mistake.sentence(), mistake.hint());
  }

  void warning(String message, String hint) {
    document.reading().warning(new Problem(document.placeOf(node), path, message, hint));
  }

  /** The scalar as it was written, variables replaced; line breaks are let through. */
  @Nullable String text() {
    ScalarNode scalar = scalar("text");
    if (scalar == null) {
      return null;
    }
    if (isNull()) {
      problem("has no value", "remove the field, or write '' for an empty text");
      return null;
    }
    return expanded(scalar);
  }

  /** The scalar as {@link #text} gives it, or an empty text; never a problem. */
  String written() {
    try {
      return node instanceof ScalarNode scalar ? expandedText(scalar) : "";
    } catch (Mistake reportedWhenRead) {
      return "";
    }
  }

  /** Text without control characters, as fits a path, a name or an argument. */
  @Nullable String line() {
    String text = text();
    if (text == null) {
      return null;
    }
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        problem("holds a line break or another control character", "write it in one line");
        return null;
      }
    }
    return text;
  }

  /** True or false, or null when it is neither. */
  @Nullable Boolean flag() {
    ScalarNode scalar = scalar("true or false");
    if (scalar == null) {
      return null;
    }
    String text = expanded(scalar);
    if (text == null) {
      return null;
    }
    if (isTyped(scalar) && CoreSchema.tagOf(text).equals(Tag.BOOL)) {
      return text.charAt(0) == 't' || text.charAt(0) == 'T';
    }
    problem("'" + Quote.shortened(text) + "' is not true or false", Quote.flagHint(text));
    return null;
  }

  /** A whole number from {@code least} to {@code most}, or null when it is none. */
  @Nullable Long integer(long least, long most) {
    ScalarNode scalar = scalar("a whole number");
    if (scalar == null) {
      return null;
    }
    String text = expanded(scalar);
    if (text == null) {
      return null;
    }
    if (!CoreSchema.tagOf(text).equals(Tag.INT)) {
      problem("'" + Quote.shortened(text) + "' is not a whole number", "");
      return null;
    }
    if (!isTyped(scalar)) {
      problem("is text, but should be a whole number", "remove the quotes");
      return null;
    }
    Long number = Numbers.parse(text);
    if (number == null || number < least || number > most) {
      problem(
          text + " is out of range",
          most == Long.MAX_VALUE
              ? "it is at least " + least
              : "it goes from " + least + " to " + most);
      return null;
    }
    return number;
  }

  /** The items of a list; a problem and no items for anything else. */
  List<Value> items() {
    if (!(node instanceof SequenceNode sequence) || !sequence.getTag().equals(Tag.SEQ)) {
      expected("a list");
      return List.of();
    }
    List<Value> items = new ArrayList<>(sequence.getValue().size());
    for (Node item : sequence.getValue()) {
      items.add(new Value(document, item, path + "[" + items.size() + "]", document.placeOf(item)));
    }
    return items;
  }

  /** The items of a list, or this value as the only item when it is a scalar. */
  List<Value> itemsOrItself() {
    return isText() && !isNull() ? List.of(this) : items();
  }

  /** The entries of a map, merge keys followed; a problem and none for anything else. */
  List<MapEntry> entries() {
    if (!(node instanceof MappingNode mapping) || !mapping.getTag().equals(Tag.MAP)) {
      expected("a map");
      return List.of();
    }
    return new MergedEntries(document, path).of(mapping);
  }

  /** Reports that this is not what was asked for. */
  void expected(String what) {
    if (isUnknownTag()) {
      problem(
          "the tag '" + Quote.shortened(node.getTag().getValue()) + "' is not supported",
          "remove the tag");
    } else if (isNull()) {
      problem("has no value, but should be " + what, "remove the field, or give it a value");
    } else {
      problem("is " + kind() + ", but should be " + what, "");
    }
  }

  private @Nullable ScalarNode scalar(String what) {
    if (node instanceof ScalarNode scalar && !isUnknownTag()) {
      return scalar;
    }
    expected(what);
    return null;
  }

  private @Nullable String expanded(ScalarNode scalar) {
    try {
      return expandedText(scalar);
    } catch (Mistake mistake) {
      problem(mistake);
      return null;
    }
  }

  private String expandedText(ScalarNode scalar) throws Mistake {
    String text =
        isSetOutside()
            ? scalar.getValue()
            : document.reading().expand(scalar.getValue(), document.placeOf(node));
    if (text.indexOf('\0') >= 0) {
      throw new Mistake("holds a NUL character", "remove it");
    }
    return text;
  }

  /** Whether the scalar has the type that its text looks like: unquoted, or from a variable. */
  private boolean isTyped(ScalarNode scalar) {
    return scalar.isPlain() || (!isSetOutside() && scalar.getValue().indexOf('$') >= 0);
  }

  private boolean isSetOutside() {
    return FieldSettings.isOutsideOfFiles(node.getStartMark());
  }

  private boolean isUnknownTag() {
    Tag tag = node.getTag();
    return switch (node.getNodeId()) {
      case scalar ->
          !(tag.equals(Tag.STR)
              || tag.equals(Tag.INT)
              || tag.equals(Tag.BOOL)
              || tag.equals(Tag.FLOAT)
              || tag.equals(Tag.NULL)
              || tag.equals(Tag.MERGE));
      case sequence -> !tag.equals(Tag.SEQ);
      case mapping, anchor -> !tag.equals(Tag.MAP);
    };
  }

  private String kind() {
    return switch (node.getNodeId()) {
      case scalar -> "text";
      case sequence -> "a list";
      case mapping, anchor -> "a map";
    };
  }
}

package dev.jpod.manifest;

import dev.jpod.model.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads the stack that one or several manifest files describe. Files and documents of one stack add
 * up: each may bring pods, volumes and so on, the name stands in at least one of them.
 */
public final class StackReader {
  private StackReader() {}

  /**
   * A manifest without problems.
   *
   * @param variables what the reading took from outside: the variables that it came across and that
   *     are set, and the fields that were set on the command line; with {@link Variables#again},
   *     the same texts mean the same
   */
  public record Read(
      Stack stack, Origins origins, List<Problem> warnings, Map<String, String> variables) {
    public Read {
      warnings = List.copyOf(warnings);
      variables = Map.copyOf(variables);
    }
  }

  /**
   * Reads and checks everything that can be known without looking at the host.
   *
   * @throws InvalidManifest with all problems of all texts
   */
  public static Read read(List<ManifestText> texts, Variables variables) {
    Reading reading = new Reading(variables);
    List<Document> documents = new ArrayList<>();
    if (texts.isEmpty()) {
      throw new IllegalArgumentException("there is no manifest to read");
    }
    for (ManifestText text : texts) {
      documents.addAll(YamlDocuments.of(text, reading));
    }
    reading.refuseProblems();
    documents = FieldSettings.applied(documents, reading);
    StackDraft draft = new StackDraft();
    for (Document document : documents) {
      DocumentReader.read(document, draft);
    }
    Stack stack = draft.finish(documents, reading);
    return new Read(stack, new Origins(reading.places()), reading.warnings(), reading.used());
  }
}

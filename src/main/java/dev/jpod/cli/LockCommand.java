package dev.jpod.cli;

import dev.jpod.cli.Paint.Style;
import dev.jpod.manifest.ImageLock;
import dev.jpod.model.Digest;
import dev.jpod.reconcile.ImageRules;
import dev.jpod.reconcile.ImageRules.Tags;
import dev.jpod.reconcile.ImageRules.Unlocked;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code jpod lock}. */
final class LockCommand implements Subcommand {
  private static final String UPDATE = "--update";
  private static final String CHECK = "--check";

  /** What a program may rely on. */
  private static final List<String> FIELDS =
      List.of(
          "  file        the lock file",
          "  changes     objects with reference, before and after; before is null for an image that"
              + " the file did not have, after for one that no container needs any more");

  /** An entry that is not as the file has it. */
  private record Change(String reference, @Nullable Digest before, @Nullable Digest after) {}

  @Override
  public void describe(Syntax syntax) {
    syntax.about(
        "Writes down which digests the images of a stack have, so that every later run uses these.",
        "The digests stand in a lock file: stack.lock beside stack.yaml. While it is there, plan"
            + " and apply take images by it, whatever becomes of the tags. What it has stays as it"
            + " is, images that are new in the manifest are added, and others are taken out."
            + " Nothing is pulled.");
    ManifestArguments.describe(syntax);
    LockFile.describe(syntax);
    syntax
        .flag(UPDATE, "Ask registries what the tags mean now, also those that are in the file.")
        .flag(CHECK, "Write nothing; end with 2 when --update would change the file.")
        .output()
        .example("jpod lock -f stack.yaml", "Writes stack.lock, or adds to it.")
        .example("jpod lock --update -f stack.yaml", "Moves to the images that are current.")
        .example("jpod lock --check -f stack.yaml", "For a job that looks for updates.")
        .section("Fields of the JSON object", FIELDS)
        .exit(ExitCode.DONE)
        .exit(1, "failed: for example, there is no such image")
        .exit(2, "only with --check: tags have moved, or entries are missing or not needed")
        .exit(ExitCode.USAGE)
        .exit(ExitCode.INVALID_MANIFEST)
        .exit(ExitCode.UNREACHABLE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    ReadManifest manifest = ManifestArguments.read(arguments, wiring);
    LockFile file = LockFile.find(arguments, manifest, wiring);
    if (file == null) {
      throw WrongUsage.usage(
          "these manifests have no lock file of their own", "name one with --lock-file FILE");
    }
    boolean anew = arguments.has(UPDATE) || arguments.has(CHECK);
    ImageRules rules =
        new ImageRules(null, file.lock(), anew ? Tags.ANEW : Tags.AS_LOCKED, Unlocked.LOOKED_UP);
    ImageLock lock = ImageRules.lockOf(wiring.reconciler().images(manifest.proposal(rules)));
    List<Change> changes = changes(file.lock(), lock);
    boolean isCheck = arguments.has(CHECK);
    if (!isCheck && (!changes.isEmpty() || file.lock() == null)) {
      file.write(lock);
    }
    tell(arguments.format(), file.name(), changes, wiring);
    return isCheck && !changes.isEmpty() ? ExitCode.CHANGES.code() : ExitCode.DONE.code();
  }

  private static List<Change> changes(@Nullable ImageLock before, ImageLock after) {
    SortedMap<String, Digest> old = before == null ? new TreeMap<>() : before.digests();
    TreeSet<String> references = new TreeSet<>(old.keySet());
    references.addAll(after.digests().keySet());
    return references.stream()
        .map(each -> new Change(each, old.get(each), after.digests().get(each)))
        .filter(change -> change.before() == null || !change.before().equals(change.after()))
        .toList();
  }

  private static void tell(
      Arguments.Format format, String file, List<Change> changes, Wiring wiring) {
    Output out = wiring.console().out();
    switch (format) {
      case JSON ->
          JsonOutput.document(
              out,
              json -> {
                json.writeStartObject().writeStringProperty("file", file);
                json.writeArrayPropertyStart("changes");
                for (Change change : changes) {
                  json.writeStartObject()
                      .writeStringProperty("reference", change.reference())
                      .writeStringProperty("before", text(change.before()))
                      .writeStringProperty("after", text(change.after()))
                      .writeEndObject();
                }
                json.writeEndArray().writeEndObject();
              });
      case TEXT -> {
        for (Change change : changes) {
          out.line(line(change, wiring.console()));
        }
        if (changes.isEmpty() && !wiring.isQuiet()) {
          out.line(file + ": nothing to change");
        }
      }
    }
  }

  private static @Nullable String text(@Nullable Digest digest) {
    return digest == null ? null : digest.value();
  }

  private static String line(Change change, Console console) {
    Digest before = change.before();
    Digest after = change.after();
    String line;
    if (before == null) {
      line = "+ " + change.reference() + "  " + after;
    } else if (after == null) {
      line = "- " + change.reference() + "  " + before;
    } else {
      line = "~ " + change.reference() + "  " + before.abbreviated() + " → " + after.abbreviated();
    }
    Style style = before == null ? Style.GREEN : after == null ? Style.RED : Style.YELLOW;
    return console.outPaint().paint(style, console.symbols().written(line));
  }
}

package dev.jpod.cli;

import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import dev.jpod.registry.FoundImage;
import dev.jpod.registry.FoundImage.Origin;
import dev.jpod.registry.LoginName;
import dev.jpod.registry.Registries;
import dev.jpod.registry.Repository;
import java.util.ArrayList;
import java.util.List;

/** {@code jpod search}. */
final class SearchCommand implements Subcommand {
  private static final String LIMIT = "--limit";
  private static final String NO_TRUNC = "--no-trunc";
  private static final String LIST_TAGS = "--list-tags";
  private static final String TRANSPORT = "docker://";
  private static final int USUAL_LIMIT = 25;
  private static final int WIDTH = 60;

  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Looks for images in registries.",
            "Without a registry in front of the term, the unqualified-search-registries of"
                + " registries.conf are asked one after the other, docker.io if there are none. A"
                + " registry without a search of its own is searched by the names in its catalog.")
        .operand("TERM", Syntax.Arity.ONE, "[REGISTRY/]TERM, with --list-tags [REGISTRY/]NAME.")
        .option(
            LIMIT, "NUMBER", "At most so many results of each registry. Default: 25, and all tags.")
        .flag(LIST_TAGS, "List the tags of a repository instead.")
        .flag(NO_TRUNC, "Show descriptions whole.");
    RegistryArguments.describe(syntax);
    syntax
        .output()
        .example("jpod search nginx", "Looks for nginx.")
        .example("jpod search localhost:5000/app", "Looks for app in one registry.")
        .example("jpod search --list-tags quay.io/podman/stable", "Lists the tags there are.")
        .section(
            "Fields of the JSON objects",
            List.of(
                "  name         with the registry, as an image is called",
                "  description  in the words of its owner",
                "  stars        how many people like it",
                "  official     whether the registry itself speaks for it",
                "  tag          with --list-tags, which gives only name and tag"))
        .exit(ExitCode.DONE)
        .exit(1, "a registry cannot be searched, or has no such repository")
        .exit(ExitCode.REFUSED)
        .exit(ExitCode.USAGE)
        .exit(ExitCode.UNREACHABLE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    Registries registries = new Registries(RegistryArguments.settings(arguments, wiring));
    String term = arguments.operands().getFirst();
    if (arguments.has(LIST_TAGS)) {
      tags(arguments, wiring, registries, term);
      return ExitCode.DONE.code();
    }
    int limit = limit(arguments, USUAL_LIMIT);
    List<String> places = registries.searched();
    int slash = term.indexOf('/');
    if (slash > 0 && isRegistry(term.substring(0, slash))) {
      places = List.of(LoginName.of(term.substring(0, slash)).registry());
      term = term.substring(slash + 1);
    }
    return find(arguments, wiring, registries, places, term, limit);
  }

  private static boolean isRegistry(String first) {
    return first.contains(".") || first.contains(":") || first.equals("localhost");
  }

  private static int limit(Arguments arguments, int usual) {
    int limit = arguments.number(LIMIT, usual);
    if (limit == 0) {
      throw Arguments.wrong(LIMIT, "0", "a whole number from 1 on, for example 20");
    }
    return limit;
  }

  /** What some registries find is shown also when others fail. */
  private static int find(
      Arguments arguments,
      Wiring wiring,
      Registries registries,
      List<String> places,
      String term,
      int limit) {
    Arguments.Format format = arguments.format();
    List<FoundImage> found = new ArrayList<>();
    ExitCode code = ExitCode.DONE;
    for (String registry : places) {
      try {
        found.addAll(registries.search(registry, term, limit));
      } catch (JpodException e) {
        code = wiring.failures().report(e);
      }
    }
    Console console = wiring.console();
    switch (format) {
      case JSON -> json(console.out(), found);
      case TEXT -> {
        if (wiring.isQuiet()) {
          found.forEach(image -> console.out().line(image.name()));
        } else if (!found.isEmpty()) {
          table(found, arguments, console).write(console.out(), console.outPaint());
        }
      }
    }
    if (found.isEmpty() && code == ExitCode.DONE && !wiring.isQuiet()) {
      console.note("nothing found for '" + Failures.harmless(term) + "'");
    }
    return code.code();
  }

  private static Table table(List<FoundImage> found, Arguments arguments, Console console) {
    Table table = new Table("NAME", "STARS", "OFFICIAL", "DESCRIPTION");
    for (FoundImage image : found) {
      String description = Failures.harmless(image.description());
      table.row(
          image.name(),
          image.stars() == 0 ? "-" : Long.toString(image.stars()),
          image.origin() == Origin.OFFICIAL ? "yes" : "-",
          arguments.has(NO_TRUNC) ? description : shortened(description, console));
    }
    return table;
  }

  private static String shortened(String text, Console console) {
    String ellipsis = console.symbols() == Symbols.UNICODE ? "…" : "...";
    return text.codePointCount(0, text.length()) <= WIDTH
        ? text
        : text.substring(0, text.offsetByCodePoints(0, WIDTH)).stripTrailing() + ellipsis;
  }

  private static void json(Output out, List<FoundImage> found) {
    JsonOutput.array(
        out,
        found,
        (json, image) -> {
          json.writeStringProperty("name", image.name());
          json.writeStringProperty("description", image.description());
          json.writeNumberProperty("stars", image.stars());
          json.writeBooleanProperty("official", image.origin() == Origin.OFFICIAL);
        });
  }

  private static void tags(Arguments arguments, Wiring wiring, Registries registries, String name) {
    String plain = name.startsWith(TRANSPORT) ? name.substring(TRANSPORT.length()) : name;
    ImageReference image = registries.candidates(plain).getFirst();
    int limit = limit(arguments, Integer.MAX_VALUE);
    List<String> tags;
    try (Repository repository = registries.repository(image)) {
      tags = repository.tags(limit);
    }
    Console console = wiring.console();
    switch (arguments.format()) {
      case JSON ->
          JsonOutput.array(
              console.out(),
              tags,
              (json, tag) -> {
                json.writeStringProperty("name", image.name());
                json.writeStringProperty("tag", tag);
              });
      case TEXT -> {
        if (wiring.isQuiet()) {
          tags.forEach(tag -> console.out().line(tag));
        } else {
          Table table = new Table("NAME", "TAG");
          tags.forEach(tag -> table.row(image.name(), tag));
          table.write(console.out(), console.outPaint());
        }
      }
    }
  }
}

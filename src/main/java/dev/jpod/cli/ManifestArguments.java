package dev.jpod.cli;

import dev.jpod.manifest.EnvFile;
import dev.jpod.manifest.InvalidManifest;
import dev.jpod.manifest.ManifestText;
import dev.jpod.manifest.StackReader;
import dev.jpod.manifest.Variables;
import dev.jpod.source.ManifestSource;
import dev.jpod.source.ManifestSource.Depth;
import dev.jpod.source.SourceFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The options that name manifests and their variables, and the stack that is read from them. */
final class ManifestArguments {
  static final String FILE = "--file";
  private static final String WHICH =
      "A manifest, a folder with *.yaml, *.yml and *.json files, or standard input; several add up"
          + " to one stack.";
  private static final String RECURSIVE = "--recursive";
  private static final String SET = "--set";
  private static final String ENV_FILE = "--env-file";
  private static final String DEFAULT_ENV_FILE = ".env";

  private ManifestArguments() {}

  /** Tells the options. */
  static void describe(Syntax syntax) {
    describe(syntax, WHICH + " Default: stack.yaml or jpod.yaml in the working folder.");
  }

  /** Tells the options of a command that takes a {@link NamedStack}: nothing is read unasked. */
  static void describeForNamedStack(Syntax syntax) {
    describe(syntax, WHICH + " Only its name is needed; it stands in for STACK.");
  }

  private static void describe(Syntax syntax, String files) {
    syntax
        .options("-f," + FILE, "FILE|DIR|-", files)
        .flag("-R," + RECURSIVE, "Look into the folders of folders, too.")
        .options(SET, "NAME=VALUE", Variables.SET_HELP + ".")
        .options(
            ENV_FILE,
            "FILE",
            "Take values of variables from NAME=value lines; of two files the later wins, and the"
                + " environment wins over both. Default: .env beside the first manifest, if it is"
                + " there.");
  }

  /** Whether manifests are named at all. */
  static boolean areGiven(Arguments arguments) {
    return !arguments.values(FILE).isEmpty();
  }

  /**
   * Reads the stack.
   *
   * @throws RefusedManifest with all problems when the manifests cannot be used
   */
  static ReadManifest read(Arguments arguments, Wiring wiring) {
    ManifestSource source =
        new ManifestSource(
            wiring.around().directory(),
            wiring.console().in(),
            arguments.has(RECURSIVE) ? Depth.RECURSIVE : Depth.FLAT);
    List<SourceFile> files = source.read(arguments.values(FILE));
    List<ManifestText> texts = new ArrayList<>();
    try {
      for (SourceFile file : files) {
        texts.add(ManifestText.decode(file.name(), file.folder().toString(), file.content()));
      }
      Map<String, String> environment = wiring.around().environment();
      Map<String, String> fromFiles = new LinkedHashMap<>();
      for (String name : envFiles(arguments, files)) {
        fromFiles.putAll(envFile(source.readFile(name)).resolved(environment));
      }
      Variables variables = Variables.of(environment, fromFiles, arguments.values(SET));
      StackReader.Read read = StackReader.read(texts, variables);
      return new ReadManifest(read, texts);
    } catch (InvalidManifest e) {
      throw new RefusedManifest(e, texts);
    }
  }

  private static List<String> envFiles(Arguments arguments, List<SourceFile> files) {
    List<String> given = arguments.values(ENV_FILE);
    Path beside = files.getFirst().folder().resolve(DEFAULT_ENV_FILE);
    return given.isEmpty() && Files.isRegularFile(beside) ? List.of(beside.toString()) : given;
  }

  private static EnvFile envFile(SourceFile file) {
    return EnvFile.parse(file.name(), new String(file.content(), StandardCharsets.UTF_8));
  }
}

package dev.jpod.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * What a command accepts, and its help, told to picocli. Built by calls and not from annotations:
 * reading those by reflection takes longer than all else that a short command does.
 */
final class Syntax {
  static final String OUTPUT = "--output";
  static final String TIME = "--time";

  /** How containers are named. */
  static final String CONTAINER =
      "A container: its name (shop-web-0), its place (web[0], with its stack"
          + " shop/web[0]), its pod if that has only one container (web), or the start of its id.";

  /** How pods are named. */
  static final String POD =
      "A pod: its name (shop-web-0), its place (web[0], with its stack shop/web[0]), its name in"
          + " the stack file if there is one replica (web), or the start of its id.";

  /** How images are named. */
  static final String IMAGE = "An image: a name (busybox:1), its id, or the start of the id.";

  private final CommandSpec spec;
  private final List<String> footer = new ArrayList<>();
  private final Map<String, String> exitCodes = new LinkedHashMap<>();
  private int examples;

  /** The syntax of a command that is called by these words. */
  Syntax(String words) {
    this.spec = CommandSpec.create().name(words.isEmpty() ? "jpod" : "jpod " + words);
    spec.interpolateVariables(false);
    spec.parser()
        .overwrittenOptionsAllowed(true)
        .aritySatisfiedByAttachedOptionParam(true)
        .collectErrors(true);
  }

  /** The syntax of a command as it describes itself. */
  static Syntax of(CommandName name, Subcommand command) {
    Syntax syntax = new Syntax(name.words());
    command.describe(syntax);
    return syntax;
  }

  /** How many values an argument takes. */
  enum Arity {
    ONE("1"),
    AT_LEAST_ONE("1..*"),
    ANY("0..*"),
    AT_MOST_ONE("0..1");

    private final String range;

    Arity(String range) {
      this.range = range;
    }
  }

  /** The paragraphs of its description; the first is a summary of one sentence. */
  Syntax about(String... paragraphs) {
    String[] spaced = new String[paragraphs.length * 2 - 1];
    for (int i = 0; i < spaced.length; i++) {
      spaced[i] = i % 2 == 0 ? literal(paragraphs[i / 2]) : "";
    }
    spec.usageMessage().description(spaced);
    return this;
  }

  /** An option without a value; the names are parted by a comma, {@code -a,--all}. */
  Syntax flag(String names, String meaning) {
    spec.addOption(flagOption(names, meaning));
    return this;
  }

  /** An option with a value; of several, the last counts. */
  Syntax option(String names, String label, String meaning) {
    spec.addOption(valueOption(names, label, meaning));
    return this;
  }

  /** An option with a value that may be given several times. */
  Syntax options(String names, String label, String meaning) {
    spec.addOption(
        OptionSpec.builder(names(names))
            .type(List.class)
            .auxiliaryTypes(String.class)
            .arity("1")
            .paramLabel(label)
            .description(literal(meaning))
            .build());
    return this;
  }

  /** The option that chooses between results for people and for programs. */
  Syntax output() {
    return option("-o," + OUTPUT, "FORMAT", "Show the result as text or as json. Default: text.");
  }

  /** The same option of a command that has results for programs only. */
  Syntax jsonOutput() {
    return option("-o," + OUTPUT, "FORMAT", "Only json, which is the default.");
  }

  /** How long a stop waits before it kills. */
  Syntax stopTimeout() {
    return option(
        "-t," + TIME,
        "TIME",
        "How long to wait before SIGKILL: seconds, or a time such as 1m30s. Default: what the"
            + " container's stopTimeout says.");
  }

  /** The containers that the command is about. */
  Syntax containers() {
    return operand("CONTAINER", Arity.AT_LEAST_ONE, CONTAINER);
  }

  /** The pods that the command is about. */
  Syntax pods() {
    return operand("POD", Arity.AT_LEAST_ONE, POD);
  }

  /** The next argument without a dash; the last of them may take several values. */
  Syntax operand(String label, Arity arity, String meaning) {
    int index = spec.positionalParameters().size();
    boolean last = arity == Arity.ANY || arity == Arity.AT_LEAST_ONE;
    spec.addPositional(
        PositionalParamSpec.builder()
            .index(last ? index + "..*" : Integer.toString(index))
            .type(last ? List.class : String.class)
            .auxiliaryTypes(String.class)
            .arity(arity.range)
            .required(arity == Arity.ONE || arity == Arity.AT_LEAST_ONE)
            .paramLabel(label)
            .description(literal(meaning))
            .build());
    return this;
  }

  /** From the first operand on, everything is an operand: it belongs to another program. */
  Syntax stopAtOperand() {
    spec.parser().stopAtPositional(true);
    return this;
  }

  /** A command line that works, and what it does. */
  Syntax example(String commandLine, String meaning) {
    if (examples == 0) {
      footer.addAll(List.of("", "Examples:"));
    }
    examples++;
    footer.add("  " + literal(commandLine));
    footer.add("      " + literal(meaning));
    return this;
  }

  /** Lines of their own under a title. */
  Syntax section(String title, List<String> lines) {
    footer.addAll(List.of("", title + ":"));
    for (String line : lines) {
      for (String wrapped : HangingIndent.wrap(line)) {
        footer.add(literal(wrapped));
      }
    }
    return this;
  }

  /** A code that the command ends with. */
  Syntax exit(ExitCode code) {
    return exit(code.code(), code.meaning());
  }

  /** A code that the command ends with, and when. */
  Syntax exit(int code, String meaning) {
    return exit(Integer.toString(code), meaning);
  }

  /** Codes that the command ends with, and when. */
  Syntax exit(String codes, String meaning) {
    exitCodes.put(codes, literal(meaning));
    return this;
  }

  /** Takes in the options that every command has. */
  Syntax with(List<OptionSpec> options) {
    for (OptionSpec option : options) {
      spec.addOption(option);
    }
    return this;
  }

  /** What the arguments say. */
  Arguments read(List<String> arguments) {
    CommandLine commandLine = new CommandLine(spec);
    commandLine.setExpandAtFiles(false);
    ParseResult parsed = commandLine.parseArgs(arguments.toArray(String[]::new));
    if (!parsed.errors().isEmpty()) {
      throw WrongUsage.of(parsed.errors(), spec);
    }
    return new Arguments(parsed);
  }

  /** Takes another syntax in as that of a command below this one. */
  Syntax below(String word, Syntax command) {
    spec.addSubcommand(word, command.spec);
    return this;
  }

  /** A script for bash and zsh that completes what is typed after the name of the program. */
  String completion(String program) {
    return AutoComplete.bash(program, new CommandLine(spec));
  }

  /** The help for people. */
  String help(Paint paint) {
    return HelpPage.of(spec, footer, exitCodes, paint);
  }

  /** An option without a value. */
  static OptionSpec flagOption(String names, String meaning) {
    return OptionSpec.builder(names(names))
        .type(boolean.class)
        .arity("0")
        .description(literal(meaning))
        .build();
  }

  /** An option with a value. */
  static OptionSpec valueOption(String names, String label, String meaning) {
    return OptionSpec.builder(names(names))
        .type(String.class)
        .arity("1")
        .paramLabel(label)
        .description(literal(meaning))
        .build();
  }

  private static String[] names(String names) {
    int comma = names.indexOf(',');
    return comma < 0
        ? new String[] {names}
        : new String[] {names.substring(0, comma), names.substring(comma + 1)};
  }

  /** Text that picocli's formatting leaves as it is, and does not break before an index. */
  static String literal(String text) {
    return text.replace("%", "%%").replace('[', HelpPage.BRACKET);
  }
}

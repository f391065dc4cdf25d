package dev.jpod.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The help of one command, 80 columns wide wherever it is shown. */
final class HelpPage {
  /** A letter in place of '[' until lines are broken: picocli would break before an index. */
  static final char BRACKET = '\u0297';

  private static final int COLUMNS = 80;

  private HelpPage() {}

  static String of(
      CommandSpec spec, List<String> footer, Map<String, String> exitCodes, Paint paint) {
    ArgGroupSpec.Builder common =
        ArgGroupSpec.builder().heading("%nCommon options:%n").validate(false).exclusive(false);
    for (OptionSpec option : CommonOptions.create()) {
      common.addArg(option);
    }
    boolean ownOptions = !spec.options().isEmpty();
    spec.addArgGroup(common.build());
    spec.usageMessage()
        .width(COLUMNS)
        .abbreviateSynopsis(true)
        .sortOptions(false)
        .descriptionHeading("%n")
        .parameterListHeading("%nArguments:%n")
        .optionListHeading(ownOptions ? "%nOptions:%n" : "")
        .footer(footer.toArray(String[]::new))
        .exitCodeListHeading(exitCodes.isEmpty() ? "" : "%nExit codes:%n")
        .exitCodeList(exitCodes);
    return new CommandLine(spec)
        .getUsageMessage(paint == Paint.ANSI ? Ansi.ON : Ansi.OFF)
        .replace(BRACKET, '[');
  }
}

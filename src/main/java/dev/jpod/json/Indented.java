package dev.jpod.json;

import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** Has a generator write one field a line, two spaces deeper for each level. */
public final class Indented extends ObjectWriteContext.Base {
  private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");

  @Override
  public PrettyPrinter getPrettyPrinter() {
    return new DefaultPrettyPrinter().withObjectIndenter(INDENT).withArrayIndenter(INDENT);
  }

  @Override
  public boolean hasPrettyPrinter() {
    return true;
  }
}

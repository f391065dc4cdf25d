package dev.jpod.cli;

import java.io.InputStream;

/** Where a command reads and writes: results to {@link #out}, everything else to {@link #note}. */
final class Console {
  private final Surroundings around;
  private final Output out;
  private final Output err;
  private final Paint outPaint;
  private final Paint errPaint;

  /** When colours are used. */
  enum Colours {
    AUTO,
    ALWAYS,
    NEVER
  }

  Console(Surroundings around, Output out, Colours colours) {
    this.around = around;
    this.out = out;
    this.err = new Output(around.err());
    this.outPaint = paint(colours, around.terminals().out());
    this.errPaint = paint(colours, around.terminals().err());
  }

  private Paint paint(Colours colours, boolean terminal) {
    return switch (colours) {
      case ALWAYS -> Paint.ANSI;
      case NEVER -> Paint.PLAIN;
      case AUTO -> wantsColour(terminal) ? Paint.ANSI : Paint.PLAIN;
    };
  }

  /** NO_COLOR (no-color.org) wins over CLICOLOR_FORCE, and both over what the stream is. */
  private boolean wantsColour(boolean terminal) {
    if (!around.variable("NO_COLOR").isEmpty()) {
      return false;
    }
    String force = around.variable("CLICOLOR_FORCE");
    if (!force.isEmpty() && !force.equals("0")) {
      return true;
    }
    return terminal && !around.variable("TERM").equals("dumb");
  }

  InputStream in() {
    return around.in();
  }

  /** Standard output, for results only. */
  Output out() {
    return out;
  }

  /** Colours for standard output. */
  Paint outPaint() {
    return outPaint;
  }

  /** Colours for standard error. */
  Paint errPaint() {
    return errPaint;
  }

  Surroundings.Terminals terminals() {
    return around.terminals();
  }

  Symbols symbols() {
    return around.speaksUtf8() ? Symbols.UNICODE : Symbols.ASCII;
  }

  /** Says something on standard error at once; nobody is told when that stream is gone. */
  void note(String line) {
    draw(line + "\n");
  }

  /** Writes to standard error as it is, at once. */
  void draw(String text) {
    try {
      err.text(text);
      err.flush();
    } catch (Output.Lost e) {
      // There is no place left to say so.
    }
  }
}

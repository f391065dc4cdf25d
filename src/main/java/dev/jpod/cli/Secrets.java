package dev.jpod.cli;

import dev.jpod.host.Command;
import dev.jpod.host.ProcessRunner;
import dev.jpod.host.ProcessRunner.Input;
import dev.jpod.host.Programs;
import dev.jpod.model.JpodException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Asks a person for what only that person knows. */
final class Secrets {
  private static final int LONGEST = 64 * 1024;

  private final Console console;

  Secrets(Console console) {
    this.console = console;
  }

  /** All of standard input, without the end of its last line. */
  String ofStandardInput() {
    try {
      byte[] text = console.in().readNBytes(LONGEST + 1);
      return withoutLineEnd(decoded(text));
    } catch (IOException e) {
      throw IoFailure.of("standard input could not be read", e);
    }
  }

  /** A line that may be seen. */
  String line(String prompt) {
    requireTerminal();
    console.draw(prompt);
    return read();
  }

  /** A line that the terminal does not show. */
  String hidden(String prompt) {
    requireTerminal();
    Thread restoring = new Thread(() -> echo("echo"));
    Runtime.getRuntime().addShutdownHook(restoring);
    try {
      if (echo("-echo") != 0) {
        throw JpodException.failed(
            "the terminal cannot be told to hide a password", "use --password-stdin");
      }
      console.draw(prompt);
      String line = read();
      console.draw("\n");
      return line;
    } finally {
      echo("echo");
      Runtime.getRuntime().removeShutdownHook(restoring);
    }
  }

  private static int echo(String mode) {
    String stty = Programs.ofHost().require("stty").toString();
    return new ProcessRunner().runAttached(Command.of(List.of(stty, mode)), Input.INHERITED);
  }

  private void requireTerminal() {
    if (!console.terminals().in() || !console.terminals().err()) {
      throw WrongUsage.usage(
          "there is no terminal to ask for user and password on",
          "give --username, and the password with --password-stdin");
    }
  }

  /** Byte by byte: what comes after the line belongs to somebody else. */
  private String read() {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    InputStream in = console.in();
    try {
      for (int next = in.read(); next >= 0 && next != '\n' && line.size() <= LONGEST; ) {
        line.write(next);
        next = in.read();
      }
    } catch (IOException e) {
      throw IoFailure.of("the terminal could not be read", e);
    }
    return withoutLineEnd(decoded(line.toByteArray()));
  }

  private static String decoded(byte[] text) {
    if (text.length > LONGEST) {
      throw WrongUsage.usage(
          "the password is longer than " + LONGEST + " bytes", "give the password, and only that");
    }
    return new String(text, StandardCharsets.UTF_8);
  }

  private static String withoutLineEnd(String text) {
    String line = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }
}

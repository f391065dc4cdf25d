package dev.jpod.network;

import dev.jpod.host.Command;
import dev.jpod.host.CommandResult;
import dev.jpod.host.ProcessRunner;
import dev.jpod.model.JpodException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Orders to {@code ip}, given to it in one go. Words of a line are separated by blanks and cannot
 * be quoted, so a word with anything else in it than letters, digits and {@code .:_/@+-} is
 * refused.
 */
final class IpBatch {
  private static final String FAILED = "Command failed -:";
  private static final String ALLOWED = ".:_/@+-";

  private final StringBuilder text = new StringBuilder();
  private final BitSet optional = new BitSet();
  private int lines;

  /** Adds an order that has to succeed. */
  IpBatch add(String... words) {
    for (int i = 0; i < words.length; i++) {
      String word = words[i];
      if (!isPlain(word)) {
        throw new IllegalArgumentException("'" + word + "' is no word for ip");
      }
      text.append(i == 0 ? "" : " ").append(word);
    }
    text.append('\n');
    lines++;
    return this;
  }

  /** Adds an order that may fail: what it makes is there, or what it is about is gone. */
  IpBatch attempt(String... words) {
    add(words);
    optional.set(lines);
    return this;
  }

  boolean isEmpty() {
    return lines == 0;
  }

  @Override
  public String toString() {
    return text.toString();
  }

  /**
   * Carries all orders out.
   *
   * @param ip the program, by the programs that start it in another namespace
   * @throws JpodException when one failed that had to succeed; the others were tried all the same
   */
  void run(ProcessRunner runner, List<String> ip, String doing) {
    List<String> argv = new ArrayList<>(ip);
    argv.addAll(List.of("-force", "-batch", "-"));
    byte[] input = text.toString().getBytes(StandardCharsets.US_ASCII);
    CommandResult result = runner.run(Command.of(argv).reading(input));
    if (!result.succeeded()) {
      judge(result, doing);
    }
  }

  private void judge(CommandResult result, String doing) {
    String said = "";
    boolean blamed = false;
    for (String line : result.error().split("\n", -1)) {
      if (!line.startsWith(FAILED)) {
        said = line;
      } else {
        blamed = true;
        if (!optional.get(number(line))) {
          throw failed(doing, said);
        }
      }
    }
    if (!blamed) {
      throw failed(doing, result.complaint());
    }
  }

  private static JpodException failed(String doing, String said) {
    return JpodException.failed(
        doing + " failed: ip said '" + said + "'", "what ip said tells the cause");
  }

  private static int number(String line) {
    int number = 0;
    for (int i = FAILED.length(); i < line.length() && Character.isDigit(line.charAt(i)); i++) {
      number = number * 10 + (line.charAt(i) - '0');
    }
    return number;
  }

  private static boolean isPlain(String word) {
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      boolean alphanumeric =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!alphanumeric && ALLOWED.indexOf(c) < 0) {
        return false;
      }
    }
    return !word.isEmpty() && word.charAt(0) != '-';
  }
}

package dev.jpod.apply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How a program ended that a test ran, and what it said. */
record Result(int code, String out, String err) {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Reads both streams of a running program and waits for its end. */
  static Result of(Process process) throws InterruptedException {
    CompletableFuture<String> err =
        CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
    String out = text(process.getInputStream());
    return new Result(process.waitFor(), out, err.join());
  }

  private static String text(InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The program must have ended with this code. */
  Result with(int expected) {
    assertThat(code).as("%s%s", out, err).isEqualTo(expected);
    return this;
  }

  /** The program must have ended well. */
  Result well() {
    return with(0);
  }

  /**
   * The program must have failed with this code and told a person why: one sentence behind {@code
   * jpod:}, a hint, and nothing of its own inside.
   */
  Result refusing(int expected) {
    with(expected);
    List<String> told = err.lines().filter(line -> line.startsWith("jpod: ")).toList();
    assertThat(told).as(err).hasSize(1);
    assertThat(told.getFirst()).doesNotEndWith(".");
    assertThat(err.lines().filter(line -> line.startsWith("hint: "))).as(err).hasSize(1);
    assertThat(err).doesNotContain("\tat ", "Exception", "something unexpected");
    return this;
  }

  /** Standard output as one JSON document. */
  JsonNode json() {
    return JSON.readTree(out);
  }

  /** Standard output as JSON objects, one a line. */
  List<JsonNode> jsonLines() {
    return out.lines().map(JSON::readTree).toList();
  }

  /** The last of the JSON objects: how the run went. */
  JsonNode recap() {
    return jsonLines().getLast();
  }
}

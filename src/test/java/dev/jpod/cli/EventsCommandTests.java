package dev.jpod.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsCommandTests {
  @TempDir private Path folder;

  @Test
  void causesAndCodesAreThoseOfInspect() throws IOException {
    Files.createDirectories(folder.resolve("root"));
    Files.writeString(
        folder.resolve("root/events.jsonl"),
        """
        {"time":"2026-11-23T10:00:00Z","event":"die","id":"ab","name":"a","code":137,"cause":"out-of-memory"}
        """);
    Shell shell = new Shell(folder);

    assertThat(shell.run("events", "-o", "json").out())
        .contains("\"code\":137")
        .contains("\"cause\":\"out_of_memory\"");
    assertThat(shell.run("events").out()).contains("  cause=out_of_memory  code=137\n");
  }
}

package dev.jpod.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShiftedNotesTests {
  @TempDir Path folder;

  @Test
  void theLayersOfAllContainersAreKnownUntilTheyGo() throws IOException {
    StoreLayout layout = new StoreLayout(folder.resolve("root"), folder.resolve("run"));
    ShiftedNotes notes = new ShiftedNotes(layout);
    assertThat(notes.all()).isEmpty();

    for (String container : new String[] {"one", "two", "three", "plain", "strange"}) {
      Files.createDirectories(layout.container(container));
    }
    notes.put("one", "a1");
    notes.put("two", "b2");
    notes.put("three", "a1");
    Files.writeString(layout.container("strange").resolve("shifted"), "no note");
    assertThat(notes.all()).containsExactlyInAnyOrder("a1", "b2");

    Files.delete(layout.container("two").resolve("shifted"));
    Files.delete(layout.container("two"));
    assertThat(notes.all()).containsExactly("a1");
    Files.createDirectories(layout.layers().resolve("shifted/a1"));
    assertThat(layout.container("one").resolve("shifted")).isDirectory();
  }
}

package dev.jpod.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Full disks, kills and other processes. */
class StoreFaultsIT {
  @TempDir Path folder;
  private Tools tools;

  @BeforeEach
  void makeTar() throws Exception {
    tools = new Tools(folder);
    tools.shell(
        "mkdir tree && cd tree && for i in $(seq 300); do head -c 40000 /dev/urandom > f$i; done &&"
            + " tar -cf ../big.tar .");
  }

  @Test
  void aFullDiskIsNamedAndLeavesNothing() throws Exception {
    Path small = Files.createDirectory(folder.resolve("small"));
    for (String size : List.of("4m", "16m", "23m")) {
      tools.run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", small.toString());
      try {
        StoreCase files = new StoreCase(small);
        ImageStore store = ImageStore.open(small);

        assertThatThrownBy(() -> importBig(store))
            .isInstanceOfSatisfying(
                JpodException.class, e -> assertThat(e.hint()).contains("free space"))
            .hasMessageContaining("no space left on device");

        assertThat(files.content()).isEmpty();
        assertThat(StoreCase.names(small.resolve("layers/tmp"))).isEmpty();
        assertThat(StoreCase.names(small.resolve("images/tmp"))).isEmpty();
      } finally {
        tools.run("umount", small.toString());
      }
    }
  }

  @Test
  void aKilledImportLeavesOnlyWhatTheNextOpeningRemoves() throws Exception {
    Path root = folder.resolve("store");
    for (int delay = 300; delay <= 1500; delay += 200) {
      Process process = tools.store(Map.of(), "store", "big.tar", "big:1");
      Thread.sleep(delay);
      process.destroyForcibly().waitFor();

      ImageStore store = ImageStore.open(root);

      if (Files.exists(root)) {
        assertThat(names(root.resolve("images/tmp"))).isEmpty();
        assertThat(names(root.resolve("layers/tmp"))).isEmpty();
      }
      for (Image image : store.list()) {
        assertThat(StoreCase.names(store.root(image.id()).layers().getFirst())).hasSize(300);
      }
    }
    Image image = importBig(ImageStore.open(root));
    assertThat(ImageStore.open(root).resolve("big:1")).contains(image);
  }

  @Test
  void processesThatImportAtOnceAllSucceed() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      processes.add(tools.store(Map.of(), "store", "big.tar", "big:" + i));
    }
    for (Process process : processes) {
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor()).as(output).isZero();
    }

    ImageStore store = ImageStore.open(folder.resolve("store"));
    assertThat(store.list()).hasSize(1);
    assertThat(store.list().getFirst().references()).hasSize(4);
    assertThat(names(folder.resolve("store/layers")))
        .filteredOn(name -> name.length() == 64)
        .hasSize(1);
    assertThat(names(folder.resolve("store/layers/tmp"))).isEmpty();
  }

  private Image importBig(ImageStore store) throws IOException {
    try (InputStream tar = Files.newInputStream(folder.resolve("big.tar"))) {
      return store.importRootfs(tar, ImageReference.of("big:1"), ImportOptions.at(Instant.EPOCH));
    }
  }

  private static List<String> names(Path path) throws IOException {
    return Files.exists(path) ? StoreCase.names(path) : List.of();
  }
}

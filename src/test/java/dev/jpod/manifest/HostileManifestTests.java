package dev.jpod.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the text, the reader gives a stack or the list of what is wrong. */
class HostileManifestTests {
  private static final int ROUNDS = 4000;
  private static final List<String> PIECES =
      List.of(
          "'",
          "\"",
          "{",
          "}",
          "[",
          "]",
          ": ",
          "- ",
          "\n",
          "  ",
          "\t",
          "&a ",
          "*a",
          "<<: *a\n",
          "|",
          "!x ",
          "!!int ",
          "? ",
          "#",
          "$",
          "${",
          "${A:-",
          "\0",
          "\r\n",
          "---\n",
          "...\n",
          "%YAML 9\n",
          "-1",
          "9999999999999999999999",
          "1e999",
          ".nan",
          "null",
          "~",
          "true",
          "/../",
          ":",
          ",",
          "=",
          "\uFEFF",
          "\uD800",
          "é",
          "x-a: ",
          "image: ",
          "pods: ",
          "containers: ");

  @Test
  void mutatedManifestsAreReadOrRefused() {
    Random random = new Random(42);
    String[] seeds = {
      Manifests.resource("all-fields.yaml"), Manifests.resource("invalid/mounts.yaml")
    };
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String text = mutated(seeds[round % seeds.length], random);
      try {
        StackReader.read(List.of(Manifests.text(text)), Manifests.VARIABLES);
      } catch (InvalidManifest invalid) {
        refused++;
        assertThat(invalid.problems()).isNotEmpty();
      } catch (RuntimeException | StackOverflowError failure) {
        throw new AssertionError("round " + round + " broke the reader:\n" + text, failure);
      }
    }
    assertThat(refused).isBetween(ROUNDS / 4, ROUNDS);
  }

  @Test
  void aliasesCannotMakeTheReaderCompareForEver() {
    StringBuilder text =
        new StringBuilder("apiVersion: jpod.dev/v1\nkind: Stack\nname: shop\nx-ports: &p [80");
    text.append(", 80".repeat(999)).append("]\npods:\n");
    for (int i = 0; i < 100; i++) {
      text.append("  p").append(i).append(": {image: localhost/busybox:1, ports: *p}\n");
    }

    assertThat(Manifests.problems(text.toString())).contains("more than 5000 entries");
  }

  private static String mutated(String seed, Random random) {
    StringBuilder text = new StringBuilder(seed);
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(text.length());
      int end = Math.min(text.length(), at + random.nextInt(20));
      String piece = PIECES.get(random.nextInt(PIECES.size()));
      switch (random.nextInt(4)) {
        case 0 -> text.insert(at, piece);
        case 1 -> text.replace(at, end, piece);
        case 2 -> text.delete(at, end);
        default -> text.insert(at, text.substring(at, end).repeat(3));
      }
    }
    return text.toString();
  }
}

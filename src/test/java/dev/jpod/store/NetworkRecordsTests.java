package dev.jpod.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.model.NetworkSpec;
import dev.jpod.model.NetworkSpec.Subnet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkRecordsTests {
  @TempDir private Path folder;
  private StoreLayout layout;
  private NetworkRecords records;

  @BeforeEach
  void openStore() {
    layout = new StoreLayout(folder.resolve("root"), folder.resolve("run"));
    records = new NetworkRecords(layout);
  }

  private static NetworkRecord record(String name) {
    return new NetworkRecord(
        name,
        "shop",
        Instant.parse("2026-01-02T03:04:05Z"),
        new NetworkSpec(
            "macvlan",
            List.of(new Subnet("10.89.0.0/24", null)),
            true,
            true,
            true,
            false,
            false,
            1400,
            Map.of("tier", "back"),
            Map.of("mode", "bridge")),
        List.of(new Subnet("10.89.0.0/24", "10.89.0.1"), new Subnet("fd00::/64", "fd00::1")),
        "eth0");
  }

  @Test
  void whatIsKeptIsFoundAgainByName() {
    records.save(record("shop_front"));
    records.save(record("shop_back"));

    assertThat(records.find("shop_front")).isEqualTo(record("shop_front"));
    assertThat(records.all()).containsExactly(record("shop_back"), record("shop_front"));
  }

  @Test
  void whatIsDeletedIsGoneAndMayBeDeletedAgain() {
    records.save(record("shop_front"));

    records.delete("shop_front");
    records.delete("shop_front");

    assertThat(records.all()).isEmpty();
  }

  @Test
  void noNameLeadsOutOfTheFolder() throws IOException {
    Files.createDirectories(layout.networks());
    Path outside = layout.root().resolve("stolen.json");
    Files.writeString(outside, "{}");

    records.delete("../stolen");

    assertThat(records.find("../stolen")).isNull();
    assertThat(outside).exists();
  }

  @Test
  void aMissingNetworkIsNamed() {
    assertThatThrownBy(() -> records.require("nowhere"))
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.NOT_FOUND))
        .hasMessageContaining("'nowhere'");
  }

  @Test
  void forgettingOneClearsAwayWhatDyingWritersLeft() throws IOException {
    records.save(record("shop_front"));
    Path unfinished = layout.networks().resolve(".tmp-1");
    Files.writeString(unfinished, "{");

    records.delete("shop_back");

    assertThat(unfinished).doesNotExist();
    assertThat(records.all()).containsExactly(record("shop_front"));
  }
}

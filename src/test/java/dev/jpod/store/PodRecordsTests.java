package dev.jpod.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.Endpoint;
import dev.jpod.model.IdMappings;
import dev.jpod.model.IdMappings.Range;
import dev.jpod.model.JpodException;
import dev.jpod.model.Pod.Namespace;
import dev.jpod.model.PodKey;
import dev.jpod.model.PortMapping;
import dev.jpod.model.PortMapping.Protocol;
import dev.jpod.observed.Takeover;
import dev.jpod.observed.Takeover.Stage;
import dev.jpod.store.ContainerRecord.OciRuntime;
import dev.jpod.store.ContainerRecord.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PodRecordsTests {
  private static final String ID = "ab".repeat(32);

  @TempDir private Path folder;
  private StoreLayout layout;
  private PodRecords records;

  @BeforeEach
  void openStore() throws IOException {
    layout = new StoreLayout(folder.resolve("root"), folder.resolve("run"));
    records = new PodRecords(layout);
    Files.createDirectories(layout.pod(ID));
  }

  private static PodRecord record() {
    return new PodRecord(
        ID,
        "shop-web-1",
        new PodKey("shop", "web", 1),
        3,
        Phase.READY,
        Instant.parse("2026-01-02T03:04:05Z"),
        new TreeMap<>(Map.of("ports.8080/tcp", "80")),
        new OciRuntime("runc", "/usr/sbin/runc"),
        Set.of(Namespace.NET, Namespace.PID),
        "web-1",
        List.of(
            new Endpoint(
                "shop_default",
                "eth0",
                "jp000000v111111",
                List.of("10.89.0.2", "fd00::2"),
                "06:00:0a:59:00:02",
                List.of("shop-web-1", "web"))),
        List.of(new PortMapping("127.0.0.1", 8080, 80, 2, Protocol.UDP)),
        List.of("192.0.2.53"),
        new IdMappings(
            List.of(new Range(0, 100_000, 1000), new Range(1000, 5, 1)),
            List.of(new Range(0, 200_000, 65_536))),
        new Takeover("cd".repeat(32), Stage.STANDBY));
  }

  @Test
  void whatIsKeptIsFoundAgain() {
    records.save(record());

    assertThat(records.find(ID)).isEqualTo(record());
    assertThat(records.all()).containsExactly(record());
  }

  @Test
  void aTakeoverGoesOnToItsNextStageAndBack() {
    records.save(record().at(Stage.SERVING));
    assertThat(records.require(ID).takeover())
        .isEqualTo(new Takeover("cd".repeat(32), Stage.SERVING));

    records.save(records.require(ID).at(Stage.STANDBY));
    assertThat(records.find(ID)).isEqualTo(record());
  }

  @Test
  void aRecordOfAnEarlierJpodIsOfAPodThatStandsAlone() throws IOException {
    records.save(record());
    Path file = layout.pod(ID).resolve("record.json");
    String text = Files.readString(file);
    String earlier = text.replaceFirst(",\\s*\"takeover\"\\s*:\\s*\\{[^}]*}", "");
    assertThat(earlier).isNotEqualTo(text);
    Files.writeString(file, earlier);

    assertThat(records.require(ID).takeover()).isNull();
  }

  @Test
  void aFolderWithoutARecordIsAPodThatWasLeftHalfMade() throws IOException {
    Files.createDirectory(layout.pod(ID).resolve("files"));

    assertThat(records.ids()).containsExactly(ID);
    assertThat(records.find(ID)).isNull();
    assertThat(records.hasRemains(ID)).isTrue();
  }

  @Test
  void whatAPowerCutLeftOfARecordCountsAsNone() throws IOException {
    records.begin(record());
    Path file = layout.pod(ID).resolve("record.json");
    String text = Files.readString(file);

    for (int length : List.of(0, 1, text.length() / 2, text.length() - 3)) {
      Files.writeString(file, text.substring(0, length));

      assertThat(records.find(ID)).as("%d characters", length).isNull();
    }
  }

  @Test
  void aDamagedRecordIsNamed() throws IOException {
    records.save(record());
    Path file = layout.pod(ID).resolve("record.json");
    Files.writeString(file, Files.readString(file).replace("\"READY\"", "\"READ\""));

    assertThatThrownBy(() -> records.find(ID))
        .isInstanceOf(JpodException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("READ");
  }
}

package dev.jpod.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.host.DurableFile;
import dev.jpod.host.FileTree;
import dev.jpod.model.Container.Logging;
import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.JpodException;
import dev.jpod.model.Lifecycle.RestartPolicy;
import dev.jpod.store.ContainerRecord.OciRuntime;
import dev.jpod.store.ContainerRecord.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerRecordsTests {
  private static final String ID = "ab".repeat(32);

  @TempDir private Path folder;
  private ContainerRecords records;
  private Path file;

  @BeforeEach
  void open() throws IOException {
    StoreLayout layout = new StoreLayout(folder.resolve("root"), folder.resolve("run"));
    records = new ContainerRecords(layout);
    file = layout.container(ID).resolve("record.json");
    Files.createDirectories(layout.container(ID));
  }

  @Test
  void whatIsSavedIsFound() {
    ContainerRecord owned = record(new InstanceKey("shop", "web", 2, "app"));
    records.save(owned);

    assertThat(records.find(ID)).isEqualTo(owned);
    assertThat(records.ids()).containsExactly(ID);
  }

  @Test
  void aContainerWithoutOwnerIsFoundWithoutOne() {
    records.save(record(null));

    assertThat(records.require(ID).owner()).isNull();
  }

  @Test
  void onlyTheOwnerMayReadARecord() throws IOException {
    records.save(record(null));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void aMissingContainerIsNotFound() {
    assertThat(records.find(ID)).isNull();
    assertThatThrownBy(() -> records.require("../../etc"))
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.NOT_FOUND));
  }

  @Test
  void foldersThatAreNoContainersArePassedOver() throws IOException {
    Files.createDirectory(file.resolveSibling("../.tmp-x"));

    assertThat(records.ids()).containsExactly(ID);
  }

  @ParameterizedTest
  @MethodSource("tornRecords")
  void whatAPowerCutLeftOfAFirstRecordCountsAsNone(String torn) throws IOException {
    Files.writeString(file, torn);

    assertThat(records.find(ID)).isNull();
    assertThat(records.hasRemains(ID)).isTrue();
    assertThatThrownBy(() -> records.require(ID))
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.REFUSED))
        .hasMessageContaining("is only half there");
  }

  static List<String> tornRecords() throws IOException {
    Path whole = Files.createTempDirectory("jpod-records-");
    try {
      StoreLayout layout = new StoreLayout(whole.resolve("root"), whole.resolve("run"));
      Files.createDirectories(layout.container(ID));
      new ContainerRecords(layout).begin(record(null));
      String text = Files.readString(layout.container(ID).resolve("record.json"));
      String half = text.substring(0, text.length() / 2);
      return List.of(
          "",
          "\0".repeat(text.length()),
          "{",
          half,
          half + "\0".repeat(half.length()),
          text.substring(0, text.length() - 2),
          "\0".repeat(half.length()) + text.substring(half.length()));
    } finally {
      FileTree.delete(whole);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "root/containers/ID/state",
        "root/containers/ID/stopped",
        "root/containers/ID/upper/data",
        "root/containers/ID/work/work",
        "run/containers/ID/attempt",
        "run/containers/ID/started"
      })
  void aTornRecordOfAContainerThatWasUsedIsDamaged(String trace) throws IOException {
    Files.writeString(file, "");
    Path used = folder.resolve(trace.replace("ID", ID));
    Files.createDirectories(used.getParent());
    Files.createFile(used);

    assertDamaged("it is not valid JSON");
  }

  @Test
  void aFolderThatIsStillOrAlreadyEmptyHasNoRemains() throws IOException {
    assertThat(records.hasRemains(ID)).isFalse();
    Files.createFile(file.resolveSibling(DurableFile.TEMPORARY_PREFIX + "record"));
    assertThat(records.hasRemains(ID)).isFalse();
    assertThat(records.hasRemains("cd".repeat(32))).isFalse();

    Files.createFile(file.resolveSibling("config.json"));
    assertThat(records.hasRemains(ID)).isTrue();
  }

  @Test
  void aDamagedRecordIsNamedWithWhatIsWrong() throws IOException {
    Files.createFile(file.resolveSibling("state"));
    Files.writeString(file, "{\"schema\": 1, \"id\": 7}");
    assertDamaged("'runtime' is missing");

    Files.writeString(file, "{\"schema\": 1, ");
    assertDamaged("it is not valid JSON");

    Files.writeString(file, "[]");
    assertDamaged("it is not a JSON object");
  }

  @Test
  void everyFieldIsChecked() throws IOException {
    records.save(record(new InstanceKey("shop", "web", 0, "web")));
    String good = Files.readString(file);

    for (String[] change :
        List.of(
            new String[] {"sha256:" + "c".repeat(64), "sha256:short"},
            new String[] {"READY", "HALF"},
            new String[] {"\"generation\" : 3", "\"generation\" : 99999999999"},
            new String[] {"2026-01-02T03:04:05Z", "yesterday"},
            new String[] {"\"pod\" : \"web\"", "\"pod\" : \"../web\""})) {
      assertThat(good).contains(change[0]);
      Files.writeString(file, good.replace(change[0], change[1]));

      assertThatThrownBy(() -> records.find(ID))
          .as(change[1])
          .isInstanceOf(JpodException.class)
          .hasMessageContaining(file.toString());
    }
  }

  @Test
  void aRecordOfALaterVersionIsRefused() throws IOException {
    Files.writeString(file, "{\"schema\": 2}");

    assertThatThrownBy(() -> records.find(ID))
        .isInstanceOf(JpodException.class)
        .hasMessage("'" + file + "' was written by a later version of jpod");
  }

  @Test
  void idsHave64HexadecimalDigits() {
    assertThat(ContainerRecords.isId(ID)).isTrue();
    assertThat(ContainerRecords.isId(ID.substring(1))).isFalse();
    assertThat(ContainerRecords.isId("AB".repeat(32))).isFalse();
    assertThat(ContainerRecords.isId("../".repeat(21) + "a")).isFalse();
  }

  private void assertDamaged(String why) {
    assertThatThrownBy(() -> records.find(ID))
        .isInstanceOf(JpodException.class)
        .hasMessage("the state file '" + file + "' is damaged: " + why);
  }

  private static ContainerRecord record(@Nullable InstanceKey owner) {
    return new ContainerRecord(
        ID,
        "shop-web-2-app",
        owner,
        "e".repeat(64),
        "/jpod/" + ID,
        3,
        Phase.READY,
        Digest.sha256("c".repeat(64)),
        "localhost/app:1",
        Instant.parse("2026-01-02T03:04:05Z"),
        new TreeMap<>(Map.of("env.A", "ü \"quoted\"\n", "image", "x")),
        new OciRuntime("runc", "/usr/sbin/runc"),
        "SIGQUIT",
        Duration.ofMillis(1500),
        new RestartPolicy(RestartPolicy.When.ON_FAILURE, 5),
        new Logging(1 << 20, 3),
        List.of("db", "ff"),
        List.of("ff"));
  }
}

package dev.jpod.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.engine.Gauges.Reading;
import dev.jpod.host.LinkCounters;
import dev.jpod.model.Container.Logging;
import dev.jpod.model.Digest;
import dev.jpod.model.Endpoint;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.Lifecycle;
import dev.jpod.model.NetworkSpec;
import dev.jpod.model.Pod.Namespace;
import dev.jpod.model.PodKey;
import dev.jpod.model.PortMapping;
import dev.jpod.model.PortMapping.Protocol;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.Takeover;
import dev.jpod.observed.Takeover.Stage;
import dev.jpod.runtime.CgroupUsage;
import dev.jpod.store.ContainerRecord;
import dev.jpod.store.ContainerRecord.OciRuntime;
import dev.jpod.store.ContainerRecord.Phase;
import dev.jpod.store.ContainerRecords;
import dev.jpod.store.NetworkRecord;
import dev.jpod.store.NetworkRecords;
import dev.jpod.store.PodRecord;
import dev.jpod.store.PodRecords;
import dev.jpod.store.StoreLayout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Commands over a store in which a pod lies that never ran. */
class PodCommandTests {
  private static final String POD = "a".repeat(64);
  private static final String CONTAINER = "b".repeat(64);
  private static final OciRuntime RUNC = new OciRuntime("runc", "/usr/sbin/runc");

  @TempDir private Path folder;

  private Shell shell;

  @BeforeEach
  void storeWithAPod() throws IOException {
    shell = new Shell(folder);
    savePod(POD, 1, null);
    saveContainer(CONTAINER, POD, 1);
  }

  private StoreLayout layout() {
    return new StoreLayout(folder.resolve("root"), folder.resolve("run"));
  }

  private void savePod(String id, int generation, @Nullable Takeover takeover) throws IOException {
    Files.createDirectories(layout().pod(id));
    new PodRecords(layout())
        .save(
            new PodRecord(
                id,
                "shop-web-0",
                new PodKey("shop", "web", 0),
                generation,
                Phase.READY,
                Observations.START,
                new TreeMap<>(),
                RUNC,
                Set.of(Namespace.NET),
                "web",
                List.of(
                    new Endpoint(
                        "shop_default",
                        "eth0",
                        "jp000000v000001",
                        List.of("10.89.0.2"),
                        "02:00:00:00:00:01",
                        List.of("web", "shop-web-0"))),
                List.of(new PortMapping("127.0.0.1", 8080, 80, 2, Protocol.TCP)),
                List.of(),
                null,
                takeover));
  }

  private void saveContainer(String id, String pod, int generation) throws IOException {
    Files.createDirectories(layout().container(id));
    new ContainerRecords(layout())
        .save(
            new ContainerRecord(
                id,
                "shop-web-0",
                new InstanceKey("shop", "web", 0, "web"),
                pod,
                "/jpod/" + pod + "/" + id,
                generation,
                Phase.READY,
                Digest.sha256("0".repeat(64)),
                "localhost/busybox:1",
                Observations.START,
                new TreeMap<>(),
                RUNC,
                "SIGTERM",
                Duration.ofSeconds(10),
                Lifecycle.DEFAULT.restart(),
                Logging.DEFAULT,
                List.of(),
                List.of()));
  }

  @Test
  void ofTwoPodsOfOneNameTheOneIsMarkedThatDoesNotServe() throws IOException {
    String next = "c".repeat(64);
    saveContainer("d".repeat(64), next, 2);
    for (Stage stage : Stage.values()) {
      savePod(next, 2, new Takeover(POD, stage));

      String mark = stage == Stage.STANDBY ? " (standby)" : " (replaced)";
      boolean marksNew = stage == Stage.STANDBY;
      assertThat(shell.run("ps", "-a").out().lines())
          .anyMatch(line -> line.contains("Created" + mark) && line.contains("dddd") == marksNew)
          .anyMatch(line -> line.contains("Created  ") && line.contains("dddd") != marksNew);
      assertThat(shell.run("pod", "ls").out().lines())
          .anyMatch(line -> line.contains("Created" + mark) && line.contains("cccc") == marksNew)
          .anyMatch(line -> line.contains("Created  ") && line.contains("cccc") != marksNew);
      String word = marksNew ? "standby" : "replaced";
      String silent = marksNew ? "c".repeat(64) : POD;
      for (String[] command :
          List.of(
              new String[] {"ps", "-a", "-o", "json"}, new String[] {"pod", "ls", "-o", "json"})) {
        for (JsonNode each : JsonMapper.shared().readTree(shell.run(command).out())) {
          String pod = each.path("podId").asString(each.path("id").asString());
          assertThat(each.path("role").asString("")).isEqualTo(pod.equals(silent) ? word : "");
        }
      }
      JsonNode inspected =
          JsonMapper.shared().readTree(shell.run("pod", "inspect", silent).out()).get(0);
      assertThat(inspected.path("role").asString("")).isEqualTo(word);
      assertThat(inspected.path("containers").get(0).path("role").asString("")).isEqualTo(word);
    }
  }

  @Test
  void psShowsThePortsOfThePod() {
    assertThat(shell.run("ps", "-a").out())
        .matches(
            "NAME +STATUS +RESTARTS +IMAGE +PORTS +CONTAINER ID\\n"
                + "shop-web-0 +Created +0 +localhost/busybox:1 +127.0.0.1:8080-8081->80-81/tcp"
                + " +b{12}\\n");
    assertThat(shell.run("ps", "-a", "--pod").out().lines().toList())
        .satisfiesExactly(
            headings -> assertThat(headings).endsWith("CONTAINER ID  POD"),
            row -> assertThat(row).endsWith("b".repeat(12) + "  shop-web-0"));
  }

  @Test
  void inspectShowsTheNetworksOfThePod() {
    JsonNode container = json("inspect", "shop-web-0");

    assertThat(container.required("podId").stringValue()).isEqualTo(POD);
    assertThat(container.required("podName").stringValue()).isEqualTo("shop-web-0");
    assertThat(container.at("/networks/0/network").stringValue()).isEqualTo("shop_default");
    assertThat(container.at("/networks/0/addresses/0").stringValue()).isEqualTo("10.89.0.2");
    assertThat(container.at("/ports/0/hostPort").intValue()).isEqualTo(8080);
  }

  @Test
  void whatAPodHoldsIsShownAlsoWhileItIsNotThere() {
    JsonNode pod = json("pod", "inspect", "shop-web-0");

    assertThat(pod.at("/namespaces/0/kind").stringValue()).isEqualTo("net");
    assertThat(pod.at("/namespaces/0/path").stringValue())
        .isEqualTo(folder.resolve("run/pods").resolve(POD).resolve("ns/net").toString());
    assertThat(pod.at("/namespaces/0/inode").isNull()).isTrue();
    assertThat(pod.required("cgroup").isNull()).isTrue();
    assertThat(pod.at("/infra/state").stringValue()).isEqualTo("none");
    assertThat(pod.at("/infra/pid").isNull()).isTrue();
    assertThat(shell.run("pod", "ls").out())
        .matches("NAME .* CONTAINERS  INFRA  NETWORKS .*\nshop-web-0 .* 1 +-  +shop_default .*\n");
  }

  @Test
  void networksAreAlsoKnownByTheirNamesInStackFiles() {
    NetworkRecords networks =
        new NetworkRecords(new StoreLayout(folder.resolve("root"), folder.resolve("run")));
    networks.save(network("shop_default", "shop"));
    networks.save(network("blog_default", "blog"));
    networks.save(network("shop_backend", "shop"));
    networks.save(network("office", null));

    assertThat(json("network", "inspect", "backend").required("name").stringValue())
        .isEqualTo("shop_backend");
    assertThat(json("network", "inspect", "blog/default").required("name").stringValue())
        .isEqualTo("blog_default");
    assertThat(json("network", "inspect", "office").at("/pods").isEmpty()).isTrue();
    assertThat(shell.run("network", "rm", "office", "default").err())
        .contains("'default' may be any of 2 networks")
        .contains("choose one: blog_default, shop_default");
    assertThat(shell.run("network", "rm", "ofice").err())
        .contains("there is no network 'ofice'")
        .contains("did you mean office?");
  }

  private static NetworkRecord network(String name, @Nullable String stack) {
    return new NetworkRecord(
        name,
        stack,
        Observations.START,
        new NetworkSpec(
            "bridge", List.of(), false, false, false, true, false, 0, Map.of(), Map.of()),
        List.of(),
        "jp000000b00001");
  }

  @Test
  void optionsOfOtherToolsAreAnsweredWithWhatServes() {
    assertThat(shell.run("pod", "ls", "--format", "json").err()).contains("'-o json' gives");
    assertThat(shell.run("network", "ls", "--filter=name=x").err()).contains("and jq those");
  }

  @Test
  void aScreenIsLeftAsItWasFound() {
    ByteArrayOutputStream terminal = new ByteArrayOutputStream();

    try (Screen screen = new Screen(new Output(terminal))) {
      screen.show(List.of("first", "second"));
      screen.show(List.of("third"));
    }

    assertThat(terminal.toString(UTF_8).replace("\u001b", "^"))
        .isEqualTo(
            "^[?1049h^[?25l^[?7l^[1;1Hfirst^[K^[2;1Hsecond^[K^[J"
                + "^[1;1Hthird^[K^[J"
                + "^[?7h^[?25h^[?1049l");
  }

  @Test
  void whatIsUsedIsShownPerContainer() {
    List<ObservedContainer> containers =
        List.of(
            Observations.running('b', new InstanceKey("shop", "web", 0, "web")),
            Observations.running('c', new InstanceKey("shop", "web", 0, "ended")));
    Reading before = new Reading(0, new CgroupUsage(0, 0L, 0, 0L, 0, 0), new LinkCounters(0, 0));
    Reading now =
        new Reading(
            1_000_000_000,
            new CgroupUsage(250_000_000, 16L << 20, 64 << 20, 3L, 4096, 0),
            new LinkCounters(1024, 2048));

    List<StatsView> stats =
        StatsView.of(containers, Map.of(), Map.of(CONTAINER, before), Map.of(CONTAINER, now));

    assertThat(stats).hasSize(1);
    assertThat(stats.getFirst().cells())
        .containsExactly(
            "shop-web-0",
            "25.0",
            "16.0 MiB / 64.0 MiB",
            "25.0",
            "1.0 KiB / 2.0 KiB",
            "4.0 KiB / 0 B",
            "3");
  }

  @Test
  void timesOnProcessorsAreThoseOfPs() {
    assertThat(ProcessList.time(Duration.ofSeconds(3665))).isEqualTo("01:01:05");
    assertThat(Percent.of(1, 3)).isEqualTo("33.3");
    assertThat(Percent.of(1, 0)).isEqualTo("0.0");
  }

  @Test
  void namesOfPodsThatAreNotThereAreSaidAs125() {
    assertThat(shell.run("pod", "start", "nothing").code()).isEqualTo(125);
    assertThat(shell.run("pod", "stats", "nothing").err())
        .contains("there is no pod 'nothing'")
        .contains("'jpod pod ls' lists the pods");
    assertThat(shell.run("port", "nothing").code()).isEqualTo(125);
    assertThat(shell.run("port", "shop-web-0", "http").err()).contains("a port, such as 80");
  }

  private JsonNode json(String... words) {
    return new JsonMapper().readTree(shell.run(words).out()).get(0);
  }
}

package dev.jpod.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.manifest.ManifestText;
import dev.jpod.manifest.StackReader;
import dev.jpod.manifest.Variables;
import dev.jpod.model.Instance;
import dev.jpod.model.Stack;
import dev.jpod.observed.ContainerStatus;
import dev.jpod.observed.ContainerStatus.Monitor;
import dev.jpod.observed.HostAnswers;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.ObservedContainer.Wanted;
import dev.jpod.observed.ObservedHost;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each field costs what RECONCILE's table of classes says, when it comes, changes and goes. */
class FieldClassTests {
  private static final String NOTHING = "";
  private static final String SAME_FILE_OTHER_CONTENT = "same file, other content";
  private static final Map<String, String> SAME_IMAGE =
      Map.of("localhost/same:a", "same", "localhost/same:b", "same");
  private static final Variables VARIABLES = Variables.of(Map.of(), Map.of(), List.of());
  private static final Instant SINCE = Instant.parse("2026-01-02T03:04:05Z");

  /** Two values of a field, and what it costs to go from one to the other. */
  private record Sample(String one, String other, Class<? extends Change> cost) {
    static Sample ofRecord(String one, String other) {
      return new Sample(one, other, Change.Rerecord.class);
    }

    static Sample ofUpdate(String one, String other) {
      return new Sample(one, other, Change.Update.class);
    }

    static Sample ofRestart(String one, String other) {
      return new Sample(one, other, Change.Restart.class);
    }

    static Sample ofReplacement(String one, String other) {
      return new Sample(one, other, Change.Replace.class);
    }
  }

  private static Sample sample(Field field) {
    return switch (field) {
      case ANNOTATIONS -> Sample.ofRecord("annotations: {a: x}", "annotations: {a: y}");
      case ARGS -> Sample.ofReplacement("args: [a]", "args: [a, b]");
      case BLKIO_THROTTLES ->
          Sample.ofUpdate(
              "resources: {blkioThrottles: {readBps: {/dev/sda: 1MiB}}}",
              "resources: {blkioThrottles: {readBps: {/dev/sda: 2MiB}}}");
      case BLKIO_WEIGHT ->
          Sample.ofUpdate("resources: {blkioWeight: 100}", "resources: {blkioWeight: 200}");
      case CAPABILITIES_ADDED ->
          Sample.ofReplacement(
              "capabilities: {add: [NET_ADMIN]}", "capabilities: {add: [NET_RAW]}");
      case CAPABILITIES_DROPPED ->
          Sample.ofReplacement("capabilities: {drop: [CHOWN]}", "capabilities: {drop: [KILL]}");
      case COMMAND -> Sample.ofReplacement("command: [a]", "command: [b]");
      case CONFIGS ->
          Sample.ofReplacement(
              "configs: [{source: one, target: /c, mode: 0444}]",
              "configs: [{source: one, target: /c, mode: 0400}]");
      case CONFIG_CONTENT ->
          Sample.ofRestart("configs: [{source: one, target: /c}]", SAME_FILE_OTHER_CONTENT);
      case CONFIG_ON_CHANGE ->
          Sample.ofRecord(
              "configs: [{source: one, target: /c, onChange: none}]",
              "configs: [{source: one, target: /c, onChange: 'signal:HUP'}]");
      case CPUS -> Sample.ofUpdate("resources: {cpus: 1}", "resources: {cpus: 1.5}");
      case CPUSET_CPUS ->
          Sample.ofUpdate("resources: {cpuset: \"0\"}", "resources: {cpuset: \"0-1\"}");
      case CPUSET_MEMS ->
          Sample.ofUpdate("resources: {cpusetMems: \"0\"}", "resources: {cpusetMems: \"0-1\"}");
      case CPU_SHARES ->
          Sample.ofUpdate("resources: {cpuShares: 512}", "resources: {cpuShares: 2048}");
      case DEPENDS_ON ->
          Sample.ofRecord("dependsOn: {other: started}", "dependsOn: {other: completed}");
      case DEVICES ->
          Sample.ofReplacement("devices: [\"/dev/fuse\"]", "devices: [\"/dev/fuse:/dev/fuse:r\"]");
      case ENV -> Sample.ofReplacement("env: {A: x}", "env: {A: \"\"}");
      case GROUPS -> Sample.ofReplacement("groups: [audio]", "groups: [video]");
      case HEALTH_CHECK ->
          Sample.ofRecord("healthCheck: {command: [a]}", "healthCheck: {command: [b]}");
      case HOSTNAME -> Sample.ofReplacement("hostname: one", "hostname: other");
      case IMAGE -> Sample.ofReplacement("image: localhost/one:1", "image: localhost/other:1");
      case IMAGE_NAME -> Sample.ofRecord("image: localhost/same:a", "image: localhost/same:b");
      case INIT -> Sample.ofReplacement("init: true", "init: false");
      case LABELS -> Sample.ofRecord("labels: {a: x}", "labels: {a: y}");
      case LOG_FILES -> Sample.ofRecord("logging: {files: 3}", "logging: {files: 4}");
      case LOG_MAX_SIZE -> Sample.ofRecord("logging: {maxSize: 1MiB}", "logging: {maxSize: 2MiB}");
      case MEMORY -> Sample.ofUpdate("resources: {memory: 64MiB}", "resources: {memory: 65MiB}");
      case MEMORY_RESERVATION ->
          Sample.ofUpdate(
              "resources: {memoryReservation: 64MiB}", "resources: {memoryReservation: 65MiB}");
      case MEMORY_SWAP ->
          Sample.ofUpdate(
              "resources: {memory: 64MiB, memorySwap: 64MiB}",
              "resources: {memory: 64MiB, memorySwap: 100MiB}");
      case MOUNTS -> Sample.ofReplacement("tmpfs: [\"/t\"]", "tmpfs: [\"/t:size=1m\"]");
      case NETWORK -> Sample.ofReplacement("networks: host", "networks: none");
      case NO_NEW_PRIVILEGES ->
          Sample.ofReplacement("noNewPrivileges: true", "noNewPrivileges: false");
      case PIDS -> Sample.ofUpdate("resources: {pids: 100}", "resources: {pids: -1}");
      case PRE_STOP ->
          Sample.ofRecord("preStop: {command: [a]}", "preStop: {command: [a], timeout: 5s}");
      case PRIVILEGED -> Sample.ofReplacement("privileged: true", "privileged: false");
      case PULL_POLICY -> Sample.ofRecord("pullPolicy: always", "pullPolicy: never");
      case READ_ONLY -> Sample.ofReplacement("readOnly: true", "readOnly: false");
      case RESTART_POLICY -> Sample.ofRecord("restart: on-failure:5", "restart: unless-stopped");
      case SECCOMP -> Sample.ofReplacement("seccomp: unconfined", "seccomp: /etc/p.json");
      case SECRETS ->
          Sample.ofReplacement(
              "secrets: [{source: key, target: /run/k, mode: 0444}]",
              "secrets: [{source: key, target: /run/k, mode: 0400}]");
      case SECRET_CONTENT ->
          Sample.ofRestart("secrets: [{source: key, target: /run/k}]", SAME_FILE_OTHER_CONTENT);
      case SECRET_ON_CHANGE ->
          Sample.ofRecord(
              "secrets: [{source: key, target: /run/k, onChange: replace}]",
              "secrets: [{source: key, target: /run/k, onChange: 'signal:USR1'}]");
      case SHARE ->
          Sample.ofReplacement(
              "share: [net], containers: {a: {image: localhost/same:a}, b: {image: localhost/b:1}}",
              "share: [pid], containers: {a: {image: localhost/same:a}, b: {image:"
                  + " localhost/b:1}}");
      case STDIN -> Sample.ofReplacement("stdin: true", "stdin: false");
      case STOP_SIGNAL -> Sample.ofRecord("stopSignal: SIGINT", "stopSignal: SIGQUIT");
      case STOP_TIMEOUT -> Sample.ofRecord("stopTimeout: 1s", "stopTimeout: 1m");
      case SYSCTLS ->
          Sample.ofReplacement(
              "sysctls: {net.core.somaxconn: \"1\"}", "sysctls: {net.core.somaxconn: \"2\"}");
      case TTY -> Sample.ofReplacement("tty: true", "tty: false");
      case ULIMITS ->
          Sample.ofReplacement(
              "ulimits: {nofile: {soft: 1, hard: 2}}", "ulimits: {nofile: {soft: 1, hard: 3}}");
      case USER -> Sample.ofReplacement("user: \"1\"", "user: \"1:2\"");
      case WORKING_DIR -> Sample.ofReplacement("workingDir: /a", "workingDir: /b");
    };
  }

  @ParameterizedTest
  @EnumSource
  void aChangedFieldCostsItsClass(Field field) {
    Sample sample = sample(field);
    Stack before = stack(sample.one(), "content");
    Stack after =
        sample.other().equals(SAME_FILE_OTHER_CONTENT)
            ? stack(sample.one(), "other content")
            : stack(sample.other(), "content");

    Change.OfCurrent change = change(before, after);
    assertThat(change).isExactlyInstanceOf(sample.cost());
    assertThat(change.difference().fields()).anyMatch(each -> each.field() == field);
    assertThat(change(after, before)).isExactlyInstanceOf(sample.cost());
    assertThat(change(before, before)).isExactlyInstanceOf(Change.Keep.class);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {
        "CONFIG_CONTENT",
        "CONFIG_ON_CHANGE",
        "SECRET_CONTENT",
        "SECRET_ON_CHANGE",
        "IMAGE_NAME",
        "SHARE"
      })
  void aFieldThatComesOrGoesCostsItsClass(Field field) {
    Sample sample = sample(field);
    Stack without = stack(NOTHING, "content");
    Stack with = stack(sample.one(), "content");

    assertThat(change(without, with)).isExactlyInstanceOf(sample.cost());
    assertThat(change(with, without)).isExactlyInstanceOf(sample.cost());
  }

  @ParameterizedTest
  @EnumSource(names = {"CONFIG_CONTENT", "SECRET_CONTENT"})
  void aFileThatComesOrGoesNeedsANewContainer(Field field) {
    Stack without = stack(NOTHING, "content");
    Stack with = stack(sample(field).one(), "content");

    assertThat(change(without, with)).isExactlyInstanceOf(Change.Replace.class);
    assertThat(change(with, without)).isExactlyInstanceOf(Change.Replace.class);
  }

  @ParameterizedTest
  @CsvSource({
    "none, Rerecord",
    "signal:HUP, Signal",
    "signal:SIGUSR1, Signal",
    "restart, Restart",
    "replace, Replace"
  })
  void aChangedContentCostsWhatItsGrantSays(String onChange, String cost) {
    for (String kind : List.of("configs: [{source: one", "secrets: [{source: key")) {
      String grant = kind + ", target: /f, onChange: '" + onChange + "'}]";

      Change.OfCurrent change = change(stack(grant, "content"), stack(grant, "other content"));

      assertThat(change.getClass().getSimpleName()).isEqualTo(cost);
    }
  }

  @ParameterizedTest
  @CsvSource({"signal:HUP, none, Signal", "none, restart, Restart", "signal:HUP, replace, Replace"})
  void ofSeveralChangedContentsTheDearestDecides(String one, String other, String cost) {
    String grants =
        "configs: [{source: one, target: /a, onChange: '%s'}, {source: one, target: /b, onChange: '%s'}]"
            .formatted(one, other);

    Change.OfCurrent change = change(stack(grants, "content"), stack(grants, "other content"));

    assertThat(change.getClass().getSimpleName()).isEqualTo(cost);
  }

  @Test
  void theReactionThatIsWantedNowDecides() {
    String before = "configs: [{source: one, target: /c}]";
    String after = "configs: [{source: one, target: /c, onChange: 'signal:HUP'}]";

    Change.OfCurrent change = change(stack(before, "content"), stack(after, "other content"));

    assertThat(change).isExactlyInstanceOf(Change.Signal.class);
    assertThat(change.signals()).containsExactly("SIGHUP");
  }

  private static Change.OfCurrent change(Stack before, Stack after) {
    Desired applied = Expansion.of(before, new FixedResolution(before, SAME_IMAGE));
    Desired wanted = Expansion.of(after, new FixedResolution(after, SAME_IMAGE));
    List<ObservedContainer> running =
        applied.instances().stream().map(FieldClassTests::run).toList();
    ChangeSet changes =
        Differ.diff(
            wanted,
            new ObservedHost(
                running,
                new TreeMap<>(),
                AppliedPods.of(applied),
                AppliedPods.networksOf(applied),
                HostAnswers.NONE));
    return changes.changes().stream()
        .filter(change -> change.key().pod().equals("web"))
        .map(Change.OfCurrent.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static ObservedContainer run(Instance instance) {
    return new ObservedContainer(
        FixedResolution.hash(instance.key().containerName()),
        instance.key().containerName(),
        instance.key(),
        AppliedPods.id(instance.key().podKey(), 1),
        1,
        FieldTable.fieldsOf(instance),
        new TreeMap<>(),
        new ContainerStatus.Running(1, SINCE, Monitor.ALIVE),
        instance.image(),
        instance.container().image().toString(),
        SINCE,
        0,
        Wanted.RUNNING,
        null);
  }

  private static Stack stack(String fields, String content) {
    String image =
        fields.contains("image:") ? "" : "image: localhost/same:a" + (fields.isEmpty() ? "" : ", ");
    String text =
        """
        apiVersion: jpod.dev/v1
        kind: Stack
        name: shop
        configs: {one: {content: "%s"}}
        secrets: {key: {env: "%s"}}
        pods:
          web: {%s%s}
          other: {image: localhost/other:1, restart: "no"}
        """
            .formatted(content, content.replace(' ', '_'), image, fields);
    ManifestText manifest = new ManifestText("stack.yaml", "/srv", text);
    return StackReader.read(List.of(manifest), VARIABLES).stack();
  }
}

package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.host.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets are in the containers that are granted them, and nowhere else. */
class SentinelIT extends FreshStore {
  private static final String STACK =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      secrets:
        file: {file: ./secret-file}
        env: {file: ./secret-env}
        command: {command: [./fetch], onChange: "signal:HUP"}
      pods:
        web:
          image: localhost/busybox:1
          command: [sh, -c, "trap : HUP; while :; do sleep 0.1; done"]
          stopSignal: KILL
          resources: {memory: 64MiB}
          env: {PASSWORD: {secret: env}, PLAIN: open}
          secrets: [file, command]
      """;

  private final Sentinels sentinels = new Sentinels();

  @BeforeEach
  void secrets() throws IOException {
    renew();
    Path fetch = store.write("fetch", "#!/bin/sh\nexec cat hidden\n");
    assertThat(fetch.toFile().setExecutable(true)).isTrue();
  }

  private void renew() throws IOException {
    for (String name : List.of("secret-file", "secret-env", "hidden")) {
      store.write(name, sentinels.fresh() + "\n");
    }
  }

  private Result watched(int code, String... arguments) throws Exception {
    try (ProcessWatch watch = sentinels.watch()) {
      Result result = store.jpod(arguments).with(code);
      assertThat(sentinels.in(result.out() + result.err())).as(result.toString()).isEmpty();
      assertThat(watch.found()).isEmpty();
      return result;
    }
  }

  private void apply(String stack) throws Exception {
    store.write("stack.yaml", stack);
    watched(0, "plan", "-f", "stack.yaml");
    watched(0, "plan", "-f", "stack.yaml", "-o", "json");
    watched(0, "apply", "-f", "stack.yaml", "-o", "json", "--debug");
    watched(0, "apply", "-f", "stack.yaml");
  }

  private void isNowhereOnDisk(Predicate<Path> exempt) throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path file : files(store.layout().root())) {
      if (!exempt.test(file) && !sentinels.in(Files.readAllBytes(file)).isEmpty()) {
        found.add(file);
      }
    }
    // Without root a store has a network to itself, and the kernel's view of it there.
    Path kernels = store.layout().networkRun().resolve("sys");
    for (Path file : files(store.layout().runroot())) {
      if (!file.startsWith(kernels) && isOnDisk(file)) {
        found.add(file);
      }
    }
    assertThat(found).isEmpty();
  }

  /**
   * Whether a sentinel is in a file; containers come and go meanwhile, and their files with them.
   */
  private boolean isOnDisk(Path file) throws IOException {
    try {
      String type = Files.getFileStore(file).type();
      return !type.equals("tmpfs")
          && !type.equals("nsfs")
          && !sentinels.in(Files.readAllBytes(file)).isEmpty();
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
            .forEach(files::add);
      }
    }
    return files;
  }

  private void webHas(String secretEnv, String file, String hidden) throws Exception {
    long pid = store.container("shop-web-0").pid();
    assertThat(Files.readString(Path.of("/proc/" + pid + "/environ")))
        .contains("PASSWORD=" + secretEnv + "\0", "PLAIN=open\0");
    Path secrets = Path.of("/proc/" + pid + "/root/run/secrets");
    assertThat(secrets.resolve("file")).hasContent(file + "\n");
    assertThat(secrets.resolve("command")).hasContent(hidden + "\n");
  }

  private String content(String name) throws IOException {
    return Files.readString(store.folder().resolve(name)).strip();
  }

  @Test
  void throughALifeNothingTellsThem() throws Exception {
    apply(STACK);
    webHas(content("secret-env"), content("secret-file"), content("hidden"));
    isNowhereOnDisk(file -> false);

    // limits in place: the bundle in memory and the copy on the disk follow
    apply(STACK.replace("64MiB", "80MiB"));
    isNowhereOnDisk(file -> false);
    String id = store.container("shop-web-0").id();
    Path bundle = store.layout().container(id);
    assertThat(Files.readString(bundle.resolve("config.open.json")))
        .contains("\"PASSWORD=\"", Integer.toString(80 << 20));
    assertThat(Files.readString(bundle.resolve("config.json"))).contains("" + (80 << 20));
    Path config = bundle.resolve("config.json").toRealPath();
    assertThat(config).startsWith(store.layout().runroot());
    assertThat(Files.getAttribute(config, "unix:mode", LinkOption.NOFOLLOW_LINKS))
        .isEqualTo(0100600);

    try (ProcessWatch watch = sentinels.watch()) {
      store.sh("shop-web-0", "test ${#PASSWORD} -gt 20").well();
      assertThat(watch.found()).isEmpty();
    }
    watched(0, "restart", "shop-web-0");
    webHas(content("secret-env"), content("secret-file"), content("hidden"));
    watched(0, "inspect", "shop-web-0");
    watched(0, "ps", "-o", "json");

    String old = content("secret-env");
    renew();
    apply(STACK);
    assertThat(content("secret-env")).isNotEqualTo(old);
    webHas(content("secret-env"), content("secret-file"), content("hidden"));
    isNowhereOnDisk(file -> false);

    watched(0, "destroy", "shop", "--debug");
    isNowhereOnDisk(file -> false);
  }

  @Test
  void aRebootTakesThemAndTheNextApplyBringsThemBack() throws Exception {
    apply(STACK);
    String id = store.container("shop-web-0").id();
    PowerCut.of(store);
    FileTree.delete(store.layout().runroot());

    assertThat(store.jpod("start", "shop-web-0").with(125).err())
        .contains("went with the last boot", "apply its stack again");
    isNowhereOnDisk(file -> false);
    apply(STACK.replace("64MiB", "80MiB"));

    assertThat(store.container("shop-web-0").id()).isEqualTo(id);
    webHas(content("secret-env"), content("secret-file"), content("hidden"));
    assertThat(Files.readString(store.layout().container(id).resolve("config.json")))
        .contains("" + (80 << 20));
    store.staysAsItIs(STACK.replace("64MiB", "80MiB"));
  }

  @Test
  void oneThatWasStoppedBeforeARebootGetsThemBackToo() throws Exception {
    apply(STACK);
    store.jpod("stop", "shop-web-0").well();
    PowerCut.of(store);
    FileTree.delete(store.layout().runroot());

    apply(STACK);

    webHas(content("secret-env"), content("secret-file"), content("hidden"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json"})
  void aContainerThatTellsThemIsNotQuoted(String format) throws Exception {
    String telling =
        STACK.replace(
            "trap : HUP; while :; do sleep 0.1; done", "echo bad password $$PASSWORD; exit 3");
    store.write("stack.yaml", telling);

    // an end is seen by the start only when it comes before the runtime has let go
    Result last = null;
    for (int i = 0; i < 30 && (last == null || last.code() != 1); i++) {
      last = store.jpod("apply", "-f", "stack.yaml", "-o", format, "--debug");
      assertThat(sentinels.in(last.out() + last.err())).as(last.toString()).isEmpty();
    }

    assertThat(last.code()).isEqualTo(1);
    assertThat(last.out() + last.err()).contains("bad password (secret)");
    isNowhereOnDisk(file -> file.getFileName().toString().startsWith("ctr.log"));
  }

  @Test
  void aProgramThatFailsIsQuotedWithoutThem() throws Exception {
    store.write("fetch", "#!/bin/sh\ncat hidden\necho cannot decrypt $(cat hidden) >&2\nexit 7\n");
    store.write("stack.yaml", STACK);

    Result failed = watched(1, "apply", "-f", "stack.yaml", "--debug");

    assertThat(failed.err())
        .contains("the secret 'command' (stack.yaml:7)")
        .contains("ended with exit code 7: cannot decrypt (secret)");
    assertThat(store.layout().containers()).doesNotExist();
  }

  @Test
  void aSecretOfTheRunsOwnEnvironmentGoesNoFurther() throws Exception {
    String stack = STACK.replace("{file: ./secret-env}", "{env: FROM_OUTSIDE}");
    store.write("stack.yaml", stack);
    List<String> argv = new ArrayList<>(store.argv("apply", "-f", "stack.yaml", "--debug"));
    ProcessBuilder builder = new ProcessBuilder(argv).directory(store.folder().toFile());
    String sentinel = sentinels.fresh();
    builder.environment().put("FROM_OUTSIDE", sentinel);
    try (ProcessWatch watch = sentinels.watch()) {
      Result result = Result.of(builder.start()).well();
      assertThat(sentinels.in(result.out() + result.err())).isEmpty();
      assertThat(watch.found()).isEmpty();
    }
    store.remember();
    webHas(sentinel, content("secret-file"), content("hidden"));
    isNowhereOnDisk(file -> false);
  }
}

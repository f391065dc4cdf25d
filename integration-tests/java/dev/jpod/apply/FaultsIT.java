package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.NeedsRoot;
import dev.jpod.apply.Store.Seen;
import dev.jpod.store.JournalEntry;
import dev.jpod.store.JournalEntry.Mark;
import dev.jpod.store.StackFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Bad input and a broken host: a sentence, a hint, the right code, and nothing half-made. */
class FaultsIT extends FreshStore {
  private static final String STACK =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      pods:
        web: {image: "localhost/busybox:1", command: [sleep, "1000"], stopSignal: KILL}
      """;
  private static final String MORE =
      STACK + "  new: {image: \"localhost/busybox:1\", command: [sleep, \"1\"]}\n";

  private static final String WITH_VOLUME =
      MORE.replace("[sleep, \"1\"]", "[sleep, \"1\"], volumes: ['data:/data']")
          + "volumes: {data: {}}\n";

  /** Hides a program, wherever it is installed. */
  private static String hiding(String program) {
    return "for folder in /usr/local/sbin /usr/local/bin /usr/sbin /usr/bin; do"
        + " if [ -e $folder/"
        + program
        + " ]; then mount --bind /dev/null $folder/"
        + program
        + "; fi; done";
  }

  /** Runs jpod where a shell program has changed what it sees, in a mount namespace of its own. */
  private Result whereMounted(String preparation, String... arguments) throws Exception {
    List<String> argv = new ArrayList<>(List.of("unshare", "--mount", "sh", "-ec"));
    argv.add(preparation + "; exec \"$@\"");
    argv.add("sh");
    argv.addAll(store.argv(arguments));
    return store.run(argv);
  }

  private SortedMap<String, Seen> running() throws Exception {
    store.apply(STACK).well();
    return store.containers();
  }

  @ParameterizedTest
  @ValueSource(strings = {"runc", "conmon"})
  void aMissingProgramIsNamed(String program) throws Exception {
    SortedMap<String, Seen> before = running();
    store.write("stack.yaml", MORE);
    String hidden = hiding(program);

    Result result = whereMounted(hidden, "apply", "-f", "stack.yaml").refusing(3);

    assertThat(result.err())
        .contains("'" + program + "' is not installed", "(stack.yaml:6)", "apt-get install");
    assertThat(whereMounted(hidden, "info", "-o", "json").well().json().get("missing"))
        .singleElement()
        .returns(program, JsonNode::asString);
    assertThat(whereMounted(hidden, "info").well().out())
        .contains("missing       " + program + "\n")
        .contains("on Debian: apt-get install " + program + "\n");
    assertThat(store.jpod("info", "-o", "json").well().json().get("missing")).isEmpty();
    assertThat(whereMounted(hidden, "restart", "web").refusing(125).err())
        .contains("there is no program '", "apt-get install " + program);
    assertThat(store.containers()).isEqualTo(before);
    store.apply(MORE).well();
  }

  @Test
  void aShellThatOnlyAHealthCheckNeedsIsMissedByThePlan() throws Exception {
    SortedMap<String, Seen> before = running();
    String checked = MORE.replace("[sleep, \"1\"]", "[sleep, \"1\"], healthCheck: {%s}");
    store.write("tcp.yaml", checked.formatted("tcp: 80"));
    store.write("command.yaml", checked.formatted("command: [\"true\"]"));

    Result plan = whereMounted(hiding("bash"), "plan", "-f", "tcp.yaml").with(3);

    assertThat(plan.out())
        .contains("BLOCKED  the program 'bash' is not installed", "tcp.yaml:6", "apt-get install");
    whereMounted(hiding("bash"), "plan", "-f", "command.yaml").well();
    assertThat(whereMounted(hiding("bash"), "apply", "-f", "tcp.yaml").refusing(3).err())
        .contains("'bash' is not installed", "(tcp.yaml:6)");
    assertThat(store.containers()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"root/stacks", "root/volumes"})
  void aFullDiskIsNamedAndWhatRunsGoesOn(String folder) throws Exception {
    SortedMap<String, Seen> before = running();
    Path full = store.folder().resolve(folder);
    Files.createDirectories(full);
    store.write("stack.yaml", WITH_VOLUME);
    String mount = "mount -t tmpfs -o size=4k,nr_inodes=1 tmpfs " + full;

    Result result =
        whereMounted(mount, "apply", "-f", "stack.yaml", "--on-failure", "stop").refusing(1);

    assertThat(result.err()).contains(full.toString()).containsIgnoringCase("no space left");
    assertThat(store.containers()).isEqualTo(before);
    store.apply(STACK).well();
    assertThat(store.containers()).isEqualTo(before);
    store.staysAsItIs(STACK);
  }

  @Test
  void aReadOnlyStoreIsNamed() throws Exception {
    SortedMap<String, Seen> before = running();
    store.write("stack.yaml", MORE);
    String root = store.layout().root().toString();
    String readOnly = "mount --bind " + root + " " + root + "; mount -o remount,bind,ro " + root;

    Result result = whereMounted(readOnly, "apply", "-f", "stack.yaml").refusing(1);

    assertThat(result.err()).contains("read-only file system");
    assertThat(store.containers()).isEqualTo(before);
    store.staysAsItIs(STACK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--root", "--runroot"})
  void aStoreThatBelongsToAnotherUserIsRefused(String option) throws Exception {
    Path nobodys = Files.createDirectory(store.folder().resolve("nobodys"));
    Files.setAttribute(nobodys, "unix:uid", 65534);
    store.write("stack.yaml", STACK);
    List<String> argv = store.argv("apply", "-f", "stack.yaml");
    argv.set(argv.indexOf(option) + 1, nobodys.toString());

    Result result = store.run(argv).refusing(3);

    assertThat(result.err())
        .contains("'" + nobodys + "' belongs to the user 65534, so the store cannot lie there")
        .contains("chown");
    assertThat(nobodys).isEmptyDirectory();
    assertThat(Store.entries(store.layout().containers())).isEmpty();
  }

  @Test
  @NeedsRoot("making another user")
  void anOrdinaryUserCannotTouchTheStoreOfRoot() throws Exception {
    SortedMap<String, Seen> before = running();
    store.folder().toFile().setReadable(true, false);
    store.folder().toFile().setExecutable(true, false);
    try (OrdinaryUser user = OrdinaryUser.create()) {
      Path stack = user.write("stack.yaml", MORE.getBytes(StandardCharsets.UTF_8));

      Result result =
          user.jpod(
              "apply",
              "-f",
              stack.toString(),
              "--root",
              store.layout().root().toString(),
              "--runroot",
              store.layout().runroot().toString());

      assertThat(result.refusing(3).err()).contains("so the store cannot lie there");
    }
    assertThat(store.containers()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "stacks/shop/current.json, '{\"format\": 1, \"sta'",
    "stacks/shop/current.json, ''",
    "stacks/shop/journal, 'no journal\n'",
    "images/index.json, '[]'",
    "images/index.json, '{'",
    "containers/ID/record.json, ''",
    "containers/ID/record.json, '{\"format\":'"
  })
  void aCorruptFileIsNamedAndNothingIsTouched(String name, String content) throws Exception {
    SortedMap<String, Seen> before = running();
    Seen web = before.get("shop-web-0");
    Path file = store.layout().root().resolve(name.replace("ID", web.id()));
    byte[] good = Files.exists(file) ? Files.readAllBytes(file) : null;
    Files.writeString(file, content);

    Result result = store.apply(MORE).refusing(1);

    assertThat(result.err()).contains(file.toString());
    assertThat(web.runs()).isTrue();
    assertThat(Store.entries(store.layout().containers())).containsExactly(web.id());
    restore(file, good);
    store.staysAsItIs(STACK);
  }

  /** The container that a run was making when the power went, by its id. */
  private String tornByAPowerCut() throws IOException {
    String id = "0123456789abcdef".repeat(4);
    Path bundle = Files.createDirectories(store.layout().container(id));
    Files.createFile(bundle.resolve("record.json"));
    Files.createDirectory(bundle.resolve("upper"));
    Files.createDirectories(store.layout().containerRun(id).resolve("exit"));
    new StackFiles(store.layout(), "shop")
        .append(
            new JournalEntry(Instant.now(), Mark.INTENT, "create new", "CreateContainer", id, ""));
    return id;
  }

  @Test
  void whatAPowerCutLeftOfACreationIsShownAndGoesWithTheNextApply() throws Exception {
    SortedMap<String, Seen> before = running();
    String id = tornByAPowerCut();
    String shortId = id.substring(0, 12);

    assertThat(store.jpod("ps").well().out()).doesNotContain(shortId);
    assertThat(store.jpod("ps", "-a").well().out()).contains(shortId + "  Incomplete");
    assertThat(store.plan(STACK).get("changes")).isEmpty();
    assertThat(store.jpod("inspect", shortId).well().json().get(0).get("reason").asString())
        .isEqualTo("no_record");
    assertThat(store.jpod("stop", shortId).refusing(125).err()).contains("is only half there");

    store.apply(STACK).well();

    assertThat(Store.entries(store.layout().containers()))
        .containsExactly(before.get("shop-web-0").id());
    assertThat(store.layout().containerRun(id)).doesNotExist();
    assertThat(store.containers()).isEqualTo(before);
  }

  @Test
  void whatAPowerCutLeftOfACreationCanBeRemovedByHand() throws Exception {
    SortedMap<String, Seen> before = running();
    String id = tornByAPowerCut();

    store.jpod("rm", id.substring(0, 12)).well();

    assertThat(store.layout().container(id)).doesNotExist();
    assertThat(store.containers()).isEqualTo(before);
  }

  private static void restore(Path file, byte[] good) throws IOException {
    if (good == null) {
      Files.delete(file);
    } else {
      Files.write(file, good);
    }
  }

  @Test
  void aMissingImageIsNamedBeforeAnythingIsTouched() throws Exception {
    SortedMap<String, Seen> before = running();
    String missing =
        STACK.replace("busybox:1", "nothing:1") + "  new: {image: \"localhost/busybox:1\"}\n";

    Result result = store.apply(missing).refusing(1);

    assertThat(result.err()).contains("'localhost/nothing:1'", "(stack.yaml:5)", "jpod load");
    assertThat(store.containers()).isEqualTo(before);
    store.staysAsItIs(STACK);
  }

  @Test
  void aCommandThatIsNotThereFailsAndTheContainerFromBeforeRunsAgain() throws Exception {
    running();
    String wrong = STACK.replace("[sleep, \"1000\"]", "[slep]");

    Result result = store.apply(wrong, "--on-failure", "stop").refusing(1);

    assertThat(result.err())
        .contains("\"slep\": executable file not found", "the container from before runs again");
    assertThat(store.running()).containsExactly("shop-web-0");
    store.staysAsItIs(STACK);
  }

  @Test
  void theHealthOfWhatHasNoHealthCheckIsNotWaitedFor() throws Exception {
    SortedMap<String, Seen> before = running();

    Result result =
        store
            .apply(STACK + "  late: {image: \"localhost/busybox:1\", dependsOn: {web: healthy}}\n")
            .refusing(3);

    assertThat(result.err()).contains("'late[0]' depends on 'web[0]' being healthy");
    assertThat(store.containers()).isEqualTo(before);
  }

  @Test
  void aWrongManifestIsRefused() throws Exception {
    SortedMap<String, Seen> before = running();

    Result result = store.apply(STACK.replace("stopSignal", "stopSignla")).with(65);

    assertThat(result.err()).contains("stack.yaml:5", "stopSignal");
    assertThat(store.containers()).isEqualTo(before);
  }
}

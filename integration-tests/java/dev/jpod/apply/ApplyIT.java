package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.apply.Store.Seen;
import dev.jpod.host.HostUser;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** From a stack file to running containers, and back to nothing to do. */
class ApplyIT extends FreshStore {
  private static final String SHOP =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      volumes: {data: {}}
      configs: {motd: {content: "hello\\n"}}
      x-idle: &idle
        image: localhost/busybox:1
        command: [sleep, "100000"]
        stopSignal: KILL
      pods:
        db: {<<: *idle, volumes: ["data:/data"], resources: {pids: 64}}
        api: {<<: *idle, dependsOn: [db], configs: ["motd:/etc/motd"], env: {LEVEL: info}}
        web: {<<: *idle, dependsOn: [api], replicas: 2}
      """;
  private static final String EDITED =
      SHOP.replace("pids: 64", "pids: 32")
          .replace("LEVEL: info", "LEVEL: debug")
          .replace("replicas: 2", "replicas: 1");

  @Test
  void aStackComesUpStaysAndGoes() throws Exception {
    assertThat(Footprint.of(store).isNothing()).isTrue();

    Result first = store.apply(SHOP).well();

    assertThat(first.out())
        .startsWith("shop  ok=4 changed=4 failed=0 skipped=0, 1 new network, 1 new volume  ");
    assertThat(store.running())
        .containsExactly("shop-api-0", "shop-db-0", "shop-web-0", "shop-web-1");
    store.staysAsItIs(SHOP);
    assertThat(store.serial("shop")).isEqualTo(1);

    store.jpod("destroy", "shop").well();

    Footprint.awaitNothing(store);
    assertThat(store.layout().volume("shop_data")).isDirectory();
    assertThat(store.layout().stack("shop").resolve("current.json")).doesNotExist();
    assertThat(store.jpod("destroy", "shop", "-q").well().out()).isEmpty();
  }

  @Test
  void anApplyWithoutChangesSaysNothingWhenQuietAndOnlyAsksTheFirewall() throws Exception {
    store.apply(SHOP, "-q").well();

    Result quiet = store.apply(SHOP, "--quiet").well();

    assertThat(quiet.out() + quiet.err()).isEmpty();
    List<String> traced = new ArrayList<>(List.of("strace", "-f", "-qq", "-e", "trace=execve"));
    traced.addAll(List.of("-o", "trace"));
    traced.addAll(store.argv("apply", "-f", "stack.yaml"));
    store.run(traced).well();
    assertThat(Files.readAllLines(store.folder().resolve("trace")))
        .filteredOn(line -> line.contains("execve("))
        .filteredOn(line -> !line.contains("/bin/jpod\"") && !line.contains("/runtime/bin/java\""))
        .filteredOn(line -> !line.contains("/lib/jspawnhelper\""))
        .isNotEmpty()
        .allMatch(ApplyIT::looksAtTheNetwork);
  }

  /** Without root, programs do that in the network of the store. */
  private static boolean looksAtTheNetwork(String line) {
    return line.contains("nft\", \"-s\", \"list\", \"table\", \"inet\"")
        || (!HostUser.ofProcess().isRoot() && line.contains("grep"));
  }

  @Test
  void anEditChangesExactlyWhatWasEdited() throws Exception {
    store.apply(SHOP).well();
    SortedMap<String, Seen> before = store.containers();

    JsonNode plan = store.plan(EDITED);
    store.onStackFile("plan", EDITED, "--exit-code").with(2);
    assertThat(store.containers()).as("a plan changes nothing").isEqualTo(before);
    List<JsonNode> told = store.apply(EDITED, "-o", "json", "--exit-code").with(2).jsonLines();

    assertThat(told.getFirst().get("plan")).as("what apply did").isEqualTo(plan);
    assertThat(actions(plan)).containsExactly("api replace", "db live", "web remove");
    assertThat(finishedSteps(told)).containsExactlyInAnyOrderElementsOf(steps(plan));
    assertThat(told.getLast().get("changed").asInt()).isEqualTo(3);
    assertThat(told.getLast().get("revision").asInt()).isEqualTo(2);
    SortedMap<String, Seen> after = store.containers();
    assertThat(after.keySet()).containsExactly("shop-api-0", "shop-db-0", "shop-web-0");
    assertThat(after.get("shop-db-0")).isEqualTo(before.get("shop-db-0"));
    assertThat(after.get("shop-web-0")).isEqualTo(before.get("shop-web-0"));
    assertThat(after.get("shop-api-0").id()).isNotEqualTo(before.get("shop-api-0").id());
    store.staysAsItIs(EDITED);
    store.onStackFile("plan", EDITED, "--exit-code").with(0);
  }

  @Test
  void anEntryThatIsRemovedIsRemovedAndItsVolumeStays() throws Exception {
    store.apply(SHOP).well();
    Seen api = store.container("shop-api-0");
    String withoutDb =
        SHOP.lines()
            .filter(line -> !line.startsWith("  db:"))
            .reduce("", (text, line) -> text + line.replace("dependsOn: [db], ", "") + "\n");

    store.apply(withoutDb).well();

    assertThat(store.containers()).doesNotContainKey("shop-db-0");
    assertThat(store.container("shop-api-0")).isEqualTo(api);
    assertThat(store.layout().volume("shop_data").resolve("data")).isDirectory();
    store.staysAsItIs(withoutDb);
  }

  @Test
  void aPlanOfAStackThatIsNotThereMakesNothing() throws Exception {
    store.onStackFile("plan", SHOP, "--exit-code").with(2);

    assertThat(store.layout().stacks()).doesNotExist();
    assertThat(store.layout().runroot()).doesNotExist();
    assertThat(Footprint.of(store).isNothing()).isTrue();
  }

  private static List<String> actions(JsonNode plan) {
    List<String> actions = new ArrayList<>();
    for (JsonNode change : plan.get("changes")) {
      String[] id = change.get("id").asString().split("/", -1);
      actions.add(id[1] + " " + change.get("action").asString());
    }
    return actions;
  }

  private static List<String> steps(JsonNode plan) {
    List<String> ids = new ArrayList<>();
    plan.get("steps").forEach(step -> ids.add(step.get("id").asString()));
    return ids;
  }

  private static List<String> finishedSteps(List<JsonNode> told) {
    List<String> ids = new ArrayList<>();
    for (JsonNode event : told) {
      if (event.get("event").asString().equals("finished")) {
        ids.add(event.get("id").asString());
      }
    }
    return ids;
  }
}

package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.apply.Store.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Real things that belong to no stack, whose names a stack needs. */
class AdoptionIT extends FreshStore {
  private static final String HEAD = "apiVersion: jpod.dev/v1\nkind: Stack\nname: shop\npods:\n";
  private static final String WEB =
      """
        web:
          image: localhost/busybox:1
          networks: host
          command: [sleep, "1000"]
          stopSignal: KILL
      """;
  private static final String DB = WEB.replace("web:", "db:");
  private static final String BY_HAND =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      volumes: {data: {labels: {tier: fast}}}
      networks: {back: {}}
      pods:
        web:
          image: localhost/busybox:1
          networks: [back]
          volumes: ["data:/data"]
          command: [sh, -c, "cat /data/note > /seen; exec sleep 1000"]
          stopSignal: KILL
      """;

  /** Takes the owner out of the record of what there is of a name. */
  private void disown(Path folder, String name) throws IOException {
    for (String id : Store.entries(folder)) {
      Path file = folder.resolve(id).resolve("record.json");
      ObjectNode record = (ObjectNode) Store.json(file);
      if (record.get("name").asString().equals(name)) {
        assertThat(record.remove("owner")).isNotNull();
        Files.writeString(file, record.toString());
      }
    }
  }

  private void disownContainer(String name) throws IOException {
    disown(store.layout().containers(), name);
  }

  private void disownPod(String name) throws IOException {
    disown(store.layout().pods(), name);
  }

  private JsonNode ownerOf(String container) throws IOException {
    return Store.json(
            store.layout().container(store.container(container).id()).resolve("record.json"))
        .path("owner");
  }

  @Test
  void aNetworkAndAVolumeThatWereMadeByHandAreAdoptedWithTheirData() throws Exception {
    store.jpod("network", "create", "shop_back").well();
    store.jpod("volume", "create", "shop_data").well();
    Path data = store.layout().volume("shop_data").resolve("data");
    Files.writeString(data.resolve("note"), "by hand");
    JsonNode network = store.jpod("network", "inspect", "shop_back").well().json();

    assertThat(store.onStackFile("plan", BY_HAND).with(3).out())
        .contains(
            "the volume 'shop_data' is there already, but no stack owns it",
            "the network 'shop_back' is there already, but no stack owns it",
            "take it over with --adopt");
    assertThat(store.apply(BY_HAND).refusing(3).err())
        .contains("the volume 'shop_data' is there already, but no stack owns it (stack.yaml:4)");
    assertThat(store.containers()).isEmpty();

    assertThat(store.onStackFile("plan", BY_HAND, "--adopt").well().out())
        .contains("~ network back", "ADOPT", "~ volume shop_data", "1 adopted volume")
        .contains("1 adopted network");
    store.apply(BY_HAND, "--adopt").well();

    assertThat(store.sh("shop-web-0", "cat /seen").well().out()).isEqualTo("by hand");
    JsonNode adopted = store.jpod("network", "inspect", "shop_back").well().json();
    assertThat(adopted.path(0).path("subnets")).isEqualTo(network.path(0).path("subnets"));
    assertThat(adopted.toString()).contains("\"stack\":\"shop\"");
    assertThat(store.jpod("volume", "inspect", "shop_data").well().out())
        .contains("\"shop\"", "fast");
    store.staysAsItIs(BY_HAND);
    assertThat(store.onStackFile("plan", BY_HAND, "--adopt", "--exit-code").well().out())
        .contains("nothing to do");
  }

  @Test
  void anExternalVolumeIsUsedAndStaysWhoseItIs() throws Exception {
    store.jpod("volume", "create", "shop_data").well();
    String stack =
        BY_HAND
            .replace("data: {labels: {tier: fast}}", "shop_data: {external: true}")
            .replace("data:/data", "shop_data:/data");

    store.apply(stack, "--adopt").well();

    JsonNode record = Store.json(store.layout().volume("shop_data").resolve("record.json"));
    assertThat(record.path("stack").asString("")).isEmpty();
    store.jpod("destroy", "shop", "--volumes").well();
    store.jpod("volume", "rm", "shop_data").well();
  }

  @Test
  void aContainerAndItsPodThatFitGoOnAsTheyAre() throws Exception {
    store.apply(HEAD + WEB + DB).well();
    Seen before = store.container("shop-web-0");
    disownContainer("shop-web-0");
    disownPod("shop-web-0");
    disownContainer("shop-db-0");

    assertThat(store.apply(HEAD + WEB + DB).refusing(3).err())
        .contains("needs the name 'shop-", "which no stack owns", "--adopt");
    JsonNode plan = store.onStackFile("plan", HEAD + WEB + DB, "--adopt", "-o", "json").json();
    assertThat(plan.path("summary").path("adopt").asInt()).isEqualTo(2);

    store.apply(HEAD + WEB + DB, "--adopt").well();

    assertThat(store.container("shop-web-0")).isEqualTo(before);
    assertThat(before.runs()).isTrue();
    assertThat(ownerOf("shop-web-0").path("stack").asString()).isEqualTo("shop");
    assertThat(ownerOf("shop-db-0").path("pod").asString()).isEqualTo("db");
    store.staysAsItIs(HEAD + WEB + DB);
  }

  @Test
  void aContainerThatDoesNotFitIsReplaced() throws Exception {
    store.apply(HEAD + WEB).well();
    Seen before = store.container("shop-web-0");
    disownContainer("shop-web-0");
    disownPod("shop-web-0");
    String other = HEAD + WEB + "    env: {A: b}\n";

    assertThat(store.onStackFile("plan", other, "--adopt").well().out())
        .contains("REPLACE, stop-first", "adopted: no stack owns it");
    store.apply(other, "--adopt").well();

    assertThat(before.runs()).isFalse();
    assertThat(store.container("shop-web-0").id()).isNotEqualTo(before.id());
    assertThat(Store.entries(store.layout().pods())).hasSize(1);
    store.staysAsItIs(other);
  }

  @Test
  void aSavedPlanAdoptsWithoutBeingToldAgain() throws Exception {
    store.apply(HEAD + WEB).well();
    Seen before = store.container("shop-web-0");
    disownContainer("shop-web-0");
    store.onStackFile("plan", HEAD + WEB, "--adopt", "--out", "plan.json").well();

    assertThat(store.jpod("apply", "plan.json", "--adopt").with(64).err())
        .contains("--adopt does not go with the saved plan");
    store.jpod("apply", "plan.json").well();

    assertThat(store.container("shop-web-0")).isEqualTo(before);
    store.staysAsItIs(HEAD + WEB);
  }

  @Test
  void aFailedAdoptionGivesBackWhatItTook() throws Exception {
    store.apply(HEAD + WEB + DB).well();
    Seen before = store.container("shop-web-0");
    disownContainer("shop-web-0");
    disownPod("shop-web-0");
    store.apply(HEAD + DB).well();
    store.jpod("network", "create", "shop_back").well();
    store.jpod("volume", "create", "shop_data").well();
    String failing =
        HEAD.replace(
                "pods:\n",
                """
                networks: {back: {labels: {tier: back}}}
                volumes: {data: {labels: {tier: fast}}}
                pods:
                """)
            + WEB
            + DB.replace("[sleep, \"1000\"]", "[there-is-no-such-program]")
            + "    dependsOn: [web]\n";

    assertThat(store.apply(failing, "--adopt").with(4).err()).contains("rolling back");

    assertThat(store.container("shop-web-0")).isEqualTo(before);
    assertThat(before.runs()).isTrue();
    assertThat(ownerOf("shop-web-0").isMissingNode()).isTrue();
    JsonNode network = Store.json(store.layout().networks().resolve("shop_back.json"));
    JsonNode volume = Store.json(store.layout().volume("shop_data").resolve("record.json"));
    assertThat(network.path("stack").asString("")).isEmpty();
    assertThat(network.path("asked").path("labels")).isEmpty();
    assertThat(volume.path("stack").asString("")).isEmpty();
    assertThat(volume.path("labels")).isEmpty();
    store.staysAsItIs(HEAD + DB);
    store.jpod("pod", "rm", "--force", "shop-web-0").well();
    store.jpod("network", "rm", "shop_back").well();
    store.jpod("volume", "rm", "shop_data").well();
  }

  @Test
  void aRollbackAdoptsToo() throws Exception {
    store.apply(HEAD + WEB).well();
    store.apply(HEAD + WEB + DB).well();
    Seen before = store.container("shop-web-0");
    disownContainer("shop-web-0");

    store.jpod("rollback", "shop").refusing(3);
    assertThat(store.jpod("rollback", "shop", "--adopt", "--dry-run").well().out())
        .contains("ADOPT");
    store.jpod("rollback", "shop", "--adopt").well();

    assertThat(store.container("shop-web-0")).isEqualTo(before);
    assertThat(store.running()).containsExactly("shop-web-0");
  }

  @Test
  void whatBelongsToAnotherStackIsNotAdopted() throws Exception {
    store.apply(HEAD.replace("shop", "web-a") + WEB.replace("web:", "b:")).well();
    SortedMap<String, Seen> before = store.containers();

    assertThat(
            store
                .apply(HEAD.replace("shop", "web") + WEB.replace("web:", "a-b:"), "--adopt")
                .refusing(3)
                .err())
        .contains("of stack 'web-a'")
        .doesNotContain("--adopt");
    assertThat(store.containers()).isEqualTo(before);
  }
}

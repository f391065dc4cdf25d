package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.store.StackFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The revisions of real applies, as the commands show them. */
class HistoryIT extends FreshStore {
  private static final String STACK =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      keepRevisions: 3
      configs: {page: {file: ./page.txt}}
      pods:
        web:
          image: localhost/busybox:1
          networks: none
          command: [sleep, "1000"]
          stopSignal: KILL
          env: {LEVEL: "0"}
          configs: ["page:/page"]
      """;

  private String level(int level) {
    return STACK.replace("LEVEL: \"0\"", "LEVEL: \"" + level + "\"");
  }

  @Test
  void asManyAreKeptAsTheStackSaysWithTheirContentsAndNoMore() throws Exception {
    for (int i = 1; i <= 5; i++) {
      store.write("page.txt", "page " + i);
      store.apply(level(i)).well();
    }
    for (int i = 0; i < 4; i++) {
      store.apply(level(9).replace("[sleep, \"1000\"]", "[no-such-program]")).with(4);
    }

    List<String> outcomes = new ArrayList<>();
    List<Long> serials = new ArrayList<>();
    for (JsonNode revision : store.jpod("history", "shop", "-o", "json").well().json()) {
      outcomes.add(revision.get("outcome").asString());
      serials.add(revision.get("revision").asLong());
    }

    assertThat(serials).containsExactly(9L, 8L, 7L, 5L, 4L, 3L);
    assertThat(outcomes)
        .containsExactly("rolled back", "rolled back", "rolled back", "done", "done", "done");
    Path contents = store.layout().stack("shop").resolve("contents");
    assertThat(Store.entries(contents)).hasSize(3);
    assertThat(store.jpod("rollback", "shop", "--to", "3").well().err()).contains("configs./page");
    assertThat(store.sh("web", "cat /page").well().out()).isEqualTo("page 3");
    assertThat(store.jpod("show", "shop", "1").refusing(1).err()).contains("these are kept: r");
  }

  @Test
  void aRevisionIsShownAndComparedFieldByField() throws Exception {
    store.write("page.txt", "one");
    store.apply(level(1)).well();
    store.write("page.txt", "two");
    store.apply(level(2)).well();

    assertThat(store.jpod("diff", "shop", "1", "2").well().out())
        .startsWith("shop  r1 → r2\n ± web[0]  REPLACE")
        .contains("configs./page content", "env.LEVEL", "1 → 2", "stack.yaml:");
    assertThat(store.jpod("diff", "shop", "r2", "r1").well().out()).contains("2 → 1");
    assertThat(store.jpod("diff", "shop", "2").well().out()).contains("mean the same");
    JsonNode shown = store.jpod("show", "shop", "1", "-o", "json").well().json();
    assertThat(shown.get("command").asString()).isEqualTo("apply -f stack.yaml");
    assertThat(shown.get("current").asBoolean()).isFalse();
    assertThat(shown.get("images")).hasSize(1);
    assertThat(store.jpod("show", "-f", "stack.yaml", "1", "--quiet").well().out())
        .isEqualTo(level(1));
    assertThat(store.jpod("history", "-f", "stack.yaml").well().out())
        .contains("r2", "current", "r1", "done", "1 replace");
  }

  @Test
  void revisionsOfAnEarlierJpodAreReadComparedAndGoneBackTo() throws Exception {
    store.write("page.txt", "one");
    store.apply(level(1)).well();
    for (String name : List.of("current.json", "revisions/1.json")) {
      Path file = store.layout().stack("shop").resolve(name);
      String old =
          Files.readString(file)
              .replaceAll("(?s),\\s*\"attempt\" : \\{.*?\\}", "")
              .replaceAll("(?s),\\s*\"secrets\" : \\{.*?\\}", "")
              .replaceAll("(?s),\\s*\"contents\" : \\[.*?\\](?=\\s*\\})", "")
              .replaceAll("(?s)\"folder\" : \".*?\",", "");
      assertThat(old).doesNotContain("attempt", "contents", "folder");
      Files.writeString(file, old);
    }
    assertThat(new StackFiles(store.layout(), "shop").current()).isNotNull();
    store.apply(level(2)).well();

    assertThat(store.jpod("history", "shop").well().out()).contains("r1");
    Result diff = store.jpod("diff", "shop", "1", "2").well();
    assertThat(diff.err()).contains("only the texts are compared");
    assertThat(diff.out()).contains("-     env: {LEVEL: \"1\"}", "+     env: {LEVEL: \"2\"}");
    store.jpod("rollback", "shop").well();
    assertThat(store.sh("web", "echo $LEVEL").well().out()).isEqualTo("1\n");
  }

  @Test
  void whatIsNotThereIsNamed() throws Exception {
    assertThat(store.jpod("history", "nothing").refusing(1).err()).contains("no stack 'nothing'");
    assertThat(store.jpod("history", "localhost/busybox:1").refusing(64).err())
        .contains("jpod image history localhost/busybox:1");
    assertThat(store.jpod("rollback", "nothing").refusing(1).err()).contains("'nothing'");
  }
}

package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;

/** Two stacks whose pods come to have the same name, applied by two processes at once. */
class ClaimedNamesIT extends FreshStore {
  private static String stack(String name, String pod) {
    return """
    apiVersion: jpod.dev/v1
    kind: Stack
    name: %s
    pods:
      %s: {image: "localhost/busybox:1", command: [sleep, "1000"], stopSignal: KILL}
    """
        .formatted(name, pod);
  }

  private Process applied(String file, String stack) throws Exception {
    store.write(file, stack);
    return new ProcessBuilder(store.argv("apply", "-f", file))
        .directory(store.folder().toFile())
        .start();
  }

  @RepeatedTest(3)
  void exactlyOneGetsTheName() throws Exception {
    Process one = applied("one.yaml", stack("web-a", "b"));
    Process other = applied("other.yaml", stack("web", "a-b"));
    List<Result> results = List.of(Result.of(one), Result.of(other));
    store.remember();

    List<Result> refused = new ArrayList<>(results);
    refused.removeIf(result -> result.code() == 0);
    assertThat(refused).as(results.toString()).hasSize(1);
    assertThat(refused.getFirst().code()).isEqualTo(3);
    assertThat(refused.getFirst().err())
        .contains("needs the name 'web-a-b-0', but that is held by", "of stack 'web");
    assertThat(store.running()).containsExactly("web-a-b-0");
    assertThat(store.containers()).hasSize(1);

    store.jpod("destroy", "web").well();
    Result.of(applied("one.yaml", stack("web-a", "b"))).well();
    assertThat(store.running()).containsExactly("web-a-b-0");
    assertThat(store.containers()).hasSize(1);
  }
}

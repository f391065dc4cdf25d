package dev.jpod.engine;

import static dev.jpod.engine.Generations.sh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.observed.PodStatus;
import dev.jpod.observed.Takeover;
import dev.jpod.observed.Takeover.Stage;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Two pods of one replica side by side, of which one serves. */
class PodsTakeoverIT {
  private static final PodStatus UP = new PodStatus.Up(Set.of());

  private static final String STACK =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      x-idle: &idle {image: "localhost/busybox:1", stopSignal: KILL}
      pods:
        web:
          <<: *idle
          ports: ["127.0.0.1:8480:80", "127.0.0.1::81"]
          networks: {default: {aliases: [www]}}
          command: [sh, -c, "mkdir /tmp/w; busybox head -c6 /dev/urandom | busybox base64 >/tmp/w/id; exec busybox httpd -f -p 80 -h /tmp/w"]
        other: {<<: *idle, command: [sleep, "1000"]}
      """;

  private static String fetch(int port) {
    return sh("curl -s --max-time 2 http://127.0.0.1:" + port + "/id");
  }

  private static int randomPort(Generations shop, String pod) {
    return shop.record(pod).ports().getLast().hostPort();
  }

  private static String idOf(Generations shop, String pod) {
    return sh(
        "for i in $(seq 50); do curl -sf --max-time 2 http://"
            + shop.address(pod)
            + "/id && exit; sleep 0.05; done; exit 1");
  }

  @Test
  void theNewPodIsSilentUntilItTakesOverAndTheOldOneAfterThat() throws IOException {
    try (Generations shop = new Generations(STACK)) {
      String old = shop.start("web", null);
      String first = idOf(shop, old);
      String other = shop.start("other", null);
      String next = shop.start("web", old);
      String second = idOf(shop, next);
      assertThat(second).isNotEqualTo(first);

      assertThat(shop.record(next).takeover()).isEqualTo(new Takeover(old, Stage.STANDBY));
      assertThat(shop.record(next).ports()).isEqualTo(shop.record(old).ports());
      assertThat(shop.record(next).name()).isEqualTo(shop.record(old).name());
      assertThat(fetch(8480)).isEqualTo(first);
      for (String name : new String[] {"web", "www", "shop-web-0"}) {
        assertThat(resolved(shop, other, name)).isEqualTo(shop.address(old));
      }
      assertThat(resolved(shop, next, "other")).isEqualTo(shop.address(other));
      assertThat(shop.in(next, "curl -s --max-time 2 http://www/id")).isEqualTo(first);
      assertThat(shop.observed(old).status()).isEqualTo(UP);
      assertThat(shop.observed(next).status()).isEqualTo(UP);

      shop.pods.takeOver(next);
      shop.pods.takeOver(next);

      assertThat(fetch(8480)).isEqualTo(second);
      assertThat(resolved(shop, other, "web")).isEqualTo(shop.address(next));
      assertThat(resolved(shop, old, "web")).isEqualTo(shop.address(next));
      assertThat(resolved(shop, old, "other")).isEqualTo(shop.address(other));
      assertThat(shop.observed(old).status()).isEqualTo(UP);
      assertThat(shop.observed(next).status()).isEqualTo(UP);

      shop.pods.giveBack(next);

      assertThat(fetch(8480)).isEqualTo(first);
      assertThat(resolved(shop, other, "shop-web-0")).isEqualTo(shop.address(old));

      shop.pods.takeOver(next);
      shop.remove(old);

      assertThat(fetch(8480)).isEqualTo(second);
      assertThat(resolved(shop, other, "www")).isEqualTo(shop.address(next));
      assertThat(shop.observed(next).status()).isEqualTo(UP);
    }
  }

  private static String resolved(Generations shop, String pod, String name) {
    String said =
        shop.in(pod, "busybox nslookup " + name + " | busybox awk '/^Address/ {print $NF}'");
    return said.substring(said.indexOf('\n') + 1).strip();
  }

  @Test
  void aPortThatTheHostChoseIsTakenOver() throws IOException {
    try (Generations shop = new Generations(STACK)) {
      String old = shop.start("web", null);
      int chosen = randomPort(shop, old);
      assertThat(chosen).isGreaterThanOrEqualTo(49152);

      String next = shop.start("web", old);
      assertThat(randomPort(shop, next)).isEqualTo(chosen);
      shop.pods.takeOver(next);
      shop.remove(old);
      String third = shop.start("web", next);

      assertThat(randomPort(shop, third)).isEqualTo(chosen);
    }
  }
}

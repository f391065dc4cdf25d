package dev.jpod.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTests {
  private static final Origins ORIGINS =
      Manifests.read(
              """
              apiVersion: jpod.dev/v1
              kind: Stack
              name: shop
              volumes: {data: }
              configs: {site: {content: x}}
              pods:
                db:
                  image: localhost/busybox:1
                  replicas: 2
                  env:
                    A: 1
                    B: 2
                  volumes:
                    - data:/data
                    - /cache
                  configs:
                    - site:/etc/site.conf
                  resources:
                    memory: 64m
                    cpuset: 0-1
                  networks: none
                web:
                  share: [net]
                  containers:
                    app:
                      image: localhost/busybox:1
                      env:
                        - C=3
                      sysctls:
                        - kernel.shmmax=1
                    side:
                      image: localhost/busybox:1
                  initContainers:
                    first:
                      image: localhost/busybox:1
                  networks:
                    default:
                      aliases: [www]
                  ports:
                    - "80"
                    - "8080:80"
              """)
          .origins();

  @ParameterizedTest
  @CsvSource({
    "db, db, image, 8",
    "db, db, imageName, 8",
    "db, db, replicas, 9",
    "db, db, env.A, 11",
    "db, db, env.GONE, 10",
    "db, db, mounts./data, 14",
    "db, db, mounts./cache, 15",
    "db, db, configs./etc/site.conf, 17",
    "db, db, resources.memory, 19",
    "db, db, resources.cpusetCpus, 20",
    "db, db, resources.pids, 18",
    "db, db, network, 21",
    "db, db, user, 7",
    "web, app, env.C, 28",
    "web, app, sysctls.kernel.shmmax, 30",
    "web, app, share, 23",
    "web, app, user, 25",
    "web, side, image, 32",
    "web, gone, image, 22",
    "web, first, image, 35",
    "web, first, user, 34",
    "web, web, networks.default, 37",
    "web, web, networks.default.aliases, 38",
    "web, web, ports[1], 41"
  })
  void theNearestFieldIsNamed(String pod, String container, String field, int line) {
    assertThat(Objects.requireNonNull(ORIGINS.of(pod, container, field)).fileAndLine())
        .isEqualTo("stack.yaml:" + line);
  }

  @Test
  void unknownPodsHaveNoPlace() {
    assertThat(ORIGINS.of("gone", "gone", "image")).isNull();
  }
}

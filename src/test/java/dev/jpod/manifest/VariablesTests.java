package dev.jpod.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.model.Pod;
import dev.jpod.model.Stack;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VariablesTests {
  private static final String MANIFEST =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      x-defaults: &defaults
        image: localhost/busybox:1
        labels: {tier: back}
        ports: ["80:80", "81:81"]
      pods:
        web:
          <<: *defaults
          env: {A: "1"}
        db:
          <<: *defaults
          ports: []
      """;

  @Test
  void setWinsOverTheEnvironmentAndThatOverTheFile() {
    Variables variables =
        Variables.of(
            Map.of("A", "environment", "B", "environment"),
            Map.of("A", "file", "B", "file", "C", "file"),
            List.of("A=first", "A=set"));

    assertThat(variables.get("A")).isEqualTo("set");
    assertThat(variables.get("B")).isEqualTo("environment");
    assertThat(variables.get("C")).isEqualTo("file");
    assertThat(variables.get("D")).isNull();
    assertThat(variables).hasToString("Variables[6 variables, 0 fields]");
  }

  @Test
  void namesWithDotsSetFields() {
    Stack stack =
        read(
            "pods.web.replicas=0",
            "pods.web.env.B=a$b, c: [d]",
            "pods.web.labels.a\\.b=x",
            "pods.web.ports[1]=82:82",
            "pods.web.ports[2]=83",
            "pods.web.resources.memory=64m",
            "pods.cache.image=localhost/cache:2");
    Pod web = stack.pods().getFirst();

    assertThat(stack.pods()).extracting(Pod::name).containsExactly("web", "db", "cache");
    assertThat(web.replicas()).isZero();
    assertThat(web.containers().getFirst().process().env().toString())
        .isEqualTo("{A=Literal[value=1], B=Literal[value=a$b, c: [d]]}");
    assertThat(web.labels()).containsEntry("a.b", "x").containsEntry("tier", "back");
    assertThat(web.ports()).extracting(port -> port.hostPort()).containsExactly(80, 82, 0);
    assertThat(web.containers().getFirst().resources().memory()).isEqualTo(64L << 20);
  }

  @Test
  void aSettingDoesNotReachWhatSharesTheAnchor() {
    Stack stack = read("pods.web.labels.tier=front");

    assertThat(stack.pods().get(0).labels()).containsEntry("tier", "front");
    assertThat(stack.pods().get(1).labels()).containsEntry("tier", "back");
  }

  @Test
  void nullRemovesAField() {
    assertThat(read("pods.web.env=null").pods().getFirst().containers().getFirst().process().env())
        .isEmpty();
  }

  @Test
  void wrongSettingsAreNamedByTheirPath() {
    assertThat(problems("pods.web.replicas=many", "pods.web.replcias=2", "pods.web.env[0]=x"))
        .isEqualTo(
            """
            --set pods.web.env[0]: [0] is set in something that is not a list (check the path, for\
             example pods.web.ports[0])
            --set pods.web.replcias: pods.web.replcias: unknown field (did you mean 'replicas'?)
            --set pods.web.replicas: pods.web.replicas: 'many' is not a whole number\
            """);
    assertThat(problems("pods.db.ports[5]=1")).contains("[5] is beyond the end of a list of 0");
    assertThat(problems("name.x=1")).contains("'x' is set in something that is not a map");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "=x",
        "x",
        "a-b=1",
        "a..b=1",
        ".a=1",
        "a.=1",
        "a.b[=1",
        "a.b[x]=1",
        "a.b[99999]=1"
      })
  void settingsOfNeitherFormAreRefused(String setting) {
    assertThatThrownBy(() -> Variables.of(Map.of(), Map.of(), List.of(setting)))
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.USAGE));
  }

  @Test
  void refusedSettingsKeepTheirValuesToThemselves() {
    assertThatThrownBy(() -> Variables.of(Map.of(), Map.of(), List.of("a-b=hunter2")))
        .hasMessage("'--set a-b=…' is neither a variable nor a field");
  }

  private static Stack read(String... settings) {
    return StackReader.read(List.of(Manifests.text(MANIFEST)), variables(settings)).stack();
  }

  private static String problems(String... settings) {
    return Manifests.problems(List.of(Manifests.text(MANIFEST)), variables(settings));
  }

  private static Variables variables(String... settings) {
    return Variables.of(Map.of(), Map.of(), Arrays.asList(settings));
  }
}

package dev.jpod.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.HealthCheck;
import dev.jpod.model.HealthCheck.OnFailure;
import dev.jpod.model.HealthCheck.Probe;
import dev.jpod.model.JpodException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an image's configuration says of its health check, in Docker's words. */
class ImageHealthCheckTests {
  private static @Nullable HealthCheck read(String config) {
    String document = "{\"os\":\"linux\",\"architecture\":\"amd64\",\"config\":" + config + "}";
    return StoredConfig.read(document.getBytes(StandardCharsets.UTF_8), "it")
        .config()
        .healthCheck();
  }

  private static HealthCheck check(List<String> argv) {
    return new HealthCheck(
        new Probe.Command(argv),
        Duration.ofSeconds(30),
        Duration.ofSeconds(30),
        3,
        Duration.ZERO,
        Duration.ofSeconds(5),
        OnFailure.NONE);
  }

  @Test
  void timesAreNanosecondsAndZeroStandsForTheDefault() {
    assertThat(
            read(
                """
                {"Healthcheck": {"Test": ["CMD", "pg_isready", "-q"], "Interval": 5000000000,
                  "Timeout": 0, "StartPeriod": 60000000000, "StartInterval": 500000000,
                  "Retries": 7}}
                """))
        .isEqualTo(
            new HealthCheck(
                new Probe.Command(List.of("pg_isready", "-q")),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                7,
                Duration.ofMinutes(1),
                Duration.ofMillis(500),
                OnFailure.NONE));
    assertThat(read("{\"Healthcheck\": {\"Test\": [\"CMD\", \"true\"]}}"))
        .isEqualTo(check(List.of("true")));
  }

  @Test
  void aTestForTheShellIsRunByTheShellOfTheImage() {
    String test = "\"Healthcheck\": {\"Test\": [\"CMD-SHELL\", \"curl -f localhost || exit 1\"]}";

    assertThat(read("{" + test + "}"))
        .isEqualTo(check(List.of("/bin/sh", "-c", "curl -f localhost || exit 1")));
    assertThat(read("{\"Shell\": [\"/bin/ash\", \"-ec\"], " + test + "}"))
        .isEqualTo(check(List.of("/bin/ash", "-ec", "curl -f localhost || exit 1")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"Healthcheck\": null}",
        "{\"Healthcheck\": {}}",
        "{\"Healthcheck\": {\"Test\": []}}",
        "{\"Healthcheck\": {\"Test\": [\"NONE\"]}}",
        "{\"Healthcheck\": {\"Test\": [\"CMD\"]}}",
        "{\"Healthcheck\": {\"Test\": [\"HTTP\", \"/\"]}}"
      })
  void anImageWithoutATestHasNoCheck(String config) {
    assertThat(read(config)).isNull();
  }

  @Test
  void aTimeThatIsTooShortIsMadeLonger() {
    HealthCheck check = read("{\"Healthcheck\": {\"Test\": [\"CMD\", \"x\"], \"Interval\": 1}}");

    assertThat(check).isNotNull().returns(Duration.ofMillis(100), HealthCheck::interval);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Healthcheck\": 1}",
        "{\"Healthcheck\": {\"Test\": \"CMD true\"}}",
        "{\"Healthcheck\": {\"Test\": [\"CMD\", 1]}}",
        "{\"Healthcheck\": {\"Test\": [\"CMD\", \"x\\u0000y\"]}}",
        "{\"Healthcheck\": {\"Test\": [\"CMD\", \"x\"], \"Interval\": \"5s\"}}",
        "{\"Healthcheck\": {\"Test\": [\"CMD\", \"x\"], \"Retries\": -1}}"
      })
  void whatIsNoHealthCheckIsRefused(String config) {
    assertThatThrownBy(() -> read(config)).isInstanceOf(JpodException.class);
  }
}

package dev.jpod.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.model.NetworkMode.Attachment;
import dev.jpod.model.NetworkSpec;
import dev.jpod.model.NetworkSpec.Subnet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkArgumentsTests {
  @Test
  void eachGatewayBelongsToTheRangeThatItLiesIn() {
    NetworkSpec network =
        NetworkArguments.network(
            asked("bridge", Map.of()),
            List.of("10.1.0.0/24", "FD00:1::/64"),
            List.of("fd00:1::9", "10.1.0.9"));

    assertThat(network.subnets())
        .containsExactly(
            new Subnet("10.1.0.0/24", "10.1.0.9"), new Subnet("fd00:1::/64", "fd00:1::9"));
    assertThat(network.ipv6()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "10.1.0.5/24; ; '10.1.0.5/24' has bits set after the first 24",
        "10.1.0.0/24,10.2.0.0/24; ; '10.2.0.0/24' is a second range of its kind",
        "10.1.0.0/24; 10.2.0.1; the gateway '10.2.0.1' is in none of the ranges",
        "10.1.0.0/24; x; the gateway 'x' is in none of the ranges",
        "10.1.0.0/24; 10.1.0.255; '10.1.0.255' is the broadcast address of 10.1.0.0/24"
      })
  void wrongRangesAndGatewaysAreWrongUsage(String ranges, String gateways, String message) {
    assertThatThrownBy(
            () ->
                NetworkArguments.network(
                    asked("bridge", Map.of()),
                    List.of(ranges.split(",")),
                    gateways == null ? List.of() : List.of(gateways)))
        .isInstanceOfSatisfying(
            JpodException.class, wrong -> assertThat(wrong.failure()).isEqualTo(Failure.USAGE))
        .hasMessage(message);
  }

  @Test
  void wordsOfStackFilesAreNoNames() {
    assertThat(NetworkArguments.name("office")).isEqualTo("office");
    for (String word : List.of("host", "none")) {
      assertThatThrownBy(() -> NetworkArguments.name(word))
          .isInstanceOfSatisfying(
              JpodException.class, wrong -> assertThat(wrong.failure()).isEqualTo(Failure.USAGE))
          .hasMessage("'" + word + "' cannot be the name of a network");
    }
  }

  @Test
  void hintsNameTheOptionsOfTheCommand() {
    assertThatThrownBy(
            () -> NetworkArguments.network(asked("macvlan", Map.of()), List.of(), List.of()))
        .isInstanceOfSatisfying(
            JpodException.class,
            wrong -> assertThat(wrong.hint()).isEqualTo("give --opt parent=eth0"))
        .hasMessage("--opt: a macvlan needs an interface of the host");
  }

  @Test
  void optionsHaveToBeThoseOfTheDriver() {
    assertThatThrownBy(
            () ->
                NetworkArguments.network(
                    asked("bridge", Map.of("parent", "eth0")), List.of(), List.of()))
        .hasMessage("a bridge has no option 'parent'");
    assertThatThrownBy(
            () ->
                NetworkArguments.network(
                    asked("macvlan", Map.of("parent", "eth0")), List.of(), List.of()))
        .hasMessageStartingWith("--subnet: a macvlan needs the addresses");
  }

  @Test
  void attachmentsAreCanonical() {
    assertThat(
            NetworkArguments.attachment(
                "lan", List.of("db"), "10.1.0.5", "FD00:1:0::5", "02:00:00:00:00:0A"))
        .isEqualTo(
            new Attachment("lan", List.of("db"), "10.1.0.5", "fd00:1::5", "02:00:00:00:00:0a"));
    assertThatThrownBy(() -> NetworkArguments.attachment("lan", List.of(), "fd00::1", null, null))
        .hasMessage("'fd00::1' is not an address of this kind");
    assertThatThrownBy(() -> NetworkArguments.attachment("lan", List.of("Db"), null, null, null))
        .hasMessage("'Db' has capital letters");
  }

  private static NetworkSpec asked(String driver, Map<String, String> options) {
    return new NetworkSpec(
        driver, List.of(), false, false, false, false, false, 0, Map.of(), options);
  }
}

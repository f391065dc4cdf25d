package dev.jpod.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.JpodException;
import dev.jpod.model.NetworkMode;
import dev.jpod.model.Pod.Dns;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EtcFilesTests {
  private static final NetworkMode OWN = new NetworkMode.Default();
  private static final NetworkMode HOST = new NetworkMode.Host();

  private static final String HOST_RESOLV_CONF =
      """
      # made by someone
      domain ignored.example
      search old.example
      search corp.example lab.example
      nameserver 127.0.0.1
      nameserver   192.0.2.1
      nameserver ::1
      nameserver 2001:db8::1
      options ndots:2 rotate
      """;

  private static final String HOST_HOSTS =
      """
      127.0.0.1 localhost
      ::1 localhost ip6-localhost
      # a comment
      192.0.2.9  db.example db
      """;

  @Test
  void hostsNamesWhatWasAskedForThenTheContainerItself() {
    Map<String, String> extra = new LinkedHashMap<>();
    extra.put("db", "192.0.2.7");
    extra.put("api", "2001:db8::7");

    assertThat(EtcFiles.hosts("web", extra, OWN, List.of(), HOST_HOSTS))
        .isEqualTo(
            """
            192.0.2.7 db
            2001:db8::7 api
            127.0.0.1 localhost
            ::1 localhost ip6-localhost ip6-loopback
            127.0.0.1 web
            """);
  }

  @Test
  void inTheHostsNetworkTheHostsNamesHold() {
    assertThat(EtcFiles.hosts("web", Map.of(), HOST, List.of(), HOST_HOSTS))
        .isEqualTo(
            """
            127.0.0.1 localhost
            ::1 localhost ip6-localhost ip6-loopback
            192.0.2.9  db.example db
            """);
  }

  @Test
  void serversOnTheHostsLoopbackAreLeftOut() {
    assertThat(EtcFiles.resolvConf(Dns.HOST, OWN, List.of(), HOST_RESOLV_CONF))
        .isEqualTo(
            """
            search corp.example lab.example
            nameserver 192.0.2.1
            nameserver 2001:db8::1
            options ndots:2 rotate
            """);
    assertThat(EtcFiles.resolvConf(Dns.HOST, HOST, List.of(), HOST_RESOLV_CONF))
        .contains("nameserver 127.0.0.1\n", "nameserver ::1\n");
  }

  @Test
  void whatTheManifestSaysTakesThePlaceOfTheHosts() {
    Dns asked = new Dns(List.of("127.0.0.1"), List.of("a.example"), List.of("ndots:1"));

    assertThat(EtcFiles.resolvConf(asked, OWN, List.of(), HOST_RESOLV_CONF))
        .isEqualTo("search a.example\nnameserver 127.0.0.1\noptions ndots:1\n");
    assertThat(
            EtcFiles.resolvConf(
                new Dns(List.of("192.0.2.5"), List.of("."), List.of()),
                OWN,
                List.of(),
                HOST_RESOLV_CONF))
        .isEqualTo("nameserver 192.0.2.5\noptions ndots:2 rotate\n");
  }

  @Test
  void theStubOfSystemdResolvedIsRecognised() {
    assertThat(EtcFiles.namesOnlyTheStub("nameserver 127.0.0.53\noptions edns0\n")).isTrue();
    assertThat(EtcFiles.namesOnlyTheStub("nameserver 127.0.0.53\nnameserver 192.0.2.1\n"))
        .isFalse();
    assertThat(EtcFiles.namesOnlyTheStub("nameserver 127.0.0.1\n")).isFalse();
    assertThat(EtcFiles.namesOnlyTheStub("")).isFalse();
  }

  @Test
  void aHostWithoutServersGivesNone() {
    assertThat(EtcFiles.resolvConf(Dns.HOST, OWN, List.of(), "")).isEmpty();
    assertThat(EtcFiles.resolvConf(Dns.HOST, OWN, List.of(), "nameserver 127.0.0.53\n")).isEmpty();
  }

  @Test
  void aNameCannotBringALineOfItsOwn() {
    assertThatThrownBy(
            () ->
                EtcFiles.hosts(
                    "web", Map.of("db\n192.0.2.1 bank", "192.0.2.7"), OWN, List.of(), ""))
        .isInstanceOf(JpodException.class);
    assertThatThrownBy(
            () ->
                EtcFiles.resolvConf(
                    new Dns(List.of("192.0.2.1\nnameserver 6.6.6.6"), List.of(), List.of()),
                    OWN,
                    List.of(),
                    ""))
        .isInstanceOf(JpodException.class);
  }

  @Test
  void hostnameIsALine() {
    assertThat(EtcFiles.hostname("web")).isEqualTo("web\n");
  }
}

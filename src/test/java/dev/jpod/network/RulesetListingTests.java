package dev.jpod.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RulesetListingTests {
  private static final String LISTING =
      """
      table inet t {
      \tmap any4 {
      \t\ttype inet_proto . inet_service : ipv4_addr . inet_service
      \t\telements = { tcp . 90 : 10.89.0.2 . 80,
      \t\t\t     udp . 80 : 1.2.3.4 . 80, tcp . 91 : 10.89.0.3 . 80 }
      \t}
      \tchain c {
      \t\tiifname "a" accept
      \t\tiifname "b" drop
      \t}
      }
      """;

  @Test
  void theOrderOfElementsAndTheirLinesDoNotCount() {
    String other =
        LISTING.replace(
            """
            tcp . 90 : 10.89.0.2 . 80,
            \t\t\t     udp . 80 : 1.2.3.4 . 80, tcp . 91 : 10.89.0.3 . 80 }\
            """,
            """
            udp . 80 : 1.2.3.4 . 80, tcp . 91 : 10.89.0.3 . 80,
            \t\t\t     tcp . 90 : 10.89.0.2 . 80 }\
            """);

    assertThat(other).isNotEqualTo(LISTING);
    assertThat(RulesetListing.digest(other)).isEqualTo(RulesetListing.digest(LISTING));
  }

  @Test
  void everythingElseCounts() {
    String digest = RulesetListing.digest(LISTING);

    assertThat(digest(", tcp . 91 : 10.89.0.3 . 80", "")).isNotEqualTo(digest);
    assertThat(digest("tcp . 90", "tcp . 92")).isNotEqualTo(digest);
    assertThat(digest("10.89.0.2 . 80,", "10.89.0.2 . 80, udp . 1 : 1.1.1.1 . 1,"))
        .isNotEqualTo(digest);
    assertThat(digest("\t\tiifname \"b\" drop\n", "")).isNotEqualTo(digest);
    assertThat(digest("\"a\" accept", "\"a\" drop")).isNotEqualTo(digest);
    assertThat(
            digest(
                "\t\tiifname \"a\" accept\n\t\tiifname \"b\" drop\n",
                "\t\tiifname \"b\" drop\n\t\tiifname \"a\" accept\n"))
        .isNotEqualTo(digest);
    assertThat(RulesetListing.digest("")).isNotEqualTo(digest);
  }

  private static String digest(String part, String other) {
    assertThat(LISTING).contains(part);
    return RulesetListing.digest(LISTING.replace(part, other));
  }
}

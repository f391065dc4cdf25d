package dev.jpod.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenConnectionsTests {
  private static final String HEAD = "  sl  local_address rem_address   st tx_queue rx_queue tr\n";
  private static final String POD = "0200590A:0050";
  private static final String CLIENT = "0100590A:D431";
  private static final String LISTENING = row("00000000:0050", "00000000:0000", "0A", 0);

  @TempDir private Path net;

  @BeforeEach
  void emptyTables() throws IOException {
    for (String table : new String[] {"tcp", "tcp6", "udp", "udp6"}) {
      write(table, "");
    }
  }

  private static String row(String local, String remote, String state, int received) {
    return "  12: %s %s %s 00000000:%08X 00:00000000 00000000     0        0 1215 1 0 100 0 0 10 0%n"
        .formatted(local, remote, state, received);
  }

  private void write(String table, String rows) throws IOException {
    Files.writeString(net.resolve(table), HEAD + rows);
  }

  private int count() throws IOException {
    return new OpenConnections(Set.of(), Set.of(53)).count(net);
  }

  @Test
  void connectionsToWhatIsListenedOnCountWhileSomethingMayComeOrGo() throws IOException {
    for (String state : new String[] {"01", "03", "04", "08", "09", "0B"}) {
      write("tcp", LISTENING + row(POD, CLIENT, state, 0));
      assertThat(count()).as(state).isOne();
    }
    for (String state : new String[] {"02", "05", "06", "07"}) {
      write("tcp", LISTENING + row(POD, CLIENT, state, 0));
      assertThat(count()).as(state).isZero();
    }
  }

  @Test
  void whatThePodItselfOpenedDoesNotCount() throws IOException {
    write("tcp", LISTENING + row("0200590A:D431", "0300590A:0050", "01", 0));

    assertThat(count()).isZero();
  }

  @Test
  void connectionsWithinThePodDoNotCount() throws IOException {
    write(
        "tcp",
        LISTENING
            + row("0100007F:0050", "0100007F:D431", "01", 0)
            + row("0500007F:0050", "0600007F:D431", "01", 0)
            + row(POD, "0200590A:D431", "01", 0));
    String loopback = "00000000000000000000000001000000";
    write("tcp6", row(loopback + ":0050", loopback + ":D431", "01", 0));

    assertThat(count()).isZero();
  }

  @Test
  void connectionsToASocketOfBothFamiliesCountAsOnesOfIpv4() throws IOException {
    String any = "00000000000000000000000000000000:";
    String mapped = "0000000000000000FFFF0000";
    write(
        "tcp6",
        row(any + "0050", any + "0000", "0A", 0)
            + row(mapped + POD, mapped + CLIENT, "01", 0)
            + row(mapped + POD, mapped + "0200590A:D431", "01", 0)
            + row(mapped + "0100007F:0050", mapped + "0100007F:D431", "01", 0)
            + row("B80D0120000000000000000002000000:0050", any + "D431", "01", 0));

    assertThat(count()).isEqualTo(2);
  }

  @Test
  void connectionsCountWhenTheirListenerIsGone() throws IOException {
    OpenConnections seen = new OpenConnections(Set.of(), Set.of());
    write("tcp", LISTENING);
    assertThat(seen.count(net)).isZero();
    write("tcp", row(POD, CLIENT, "01", 0));

    assertThat(seen.count(net)).isOne();
    assertThat(new OpenConnections(Set.of(80), Set.of()).count(net)).isOne();
    assertThat(new OpenConnections(Set.of(81), Set.of()).count(net)).isZero();
  }

  @Test
  void packetsThatWaitOnAPublishedPortCount() throws IOException {
    write("udp", row("00000000:0035", "00000000:0000", "07", 0));
    assertThat(count()).isZero();
    write("udp", row("00000000:0035", "00000000:0000", "07", 4352));
    assertThat(count()).isOne();
    write("udp", row("00000000:0036", "00000000:0000", "07", 4352));
    assertThat(count()).isZero();
  }

  @Test
  void aKernelWithoutIpv6HasNoTableOfIt() throws IOException {
    Files.delete(net.resolve("tcp6"));
    write("tcp", LISTENING + row(POD, CLIENT, "01", 0));
    assertThat(count()).isOne();

    Files.delete(net.resolve("tcp"));
    assertThatThrownBy(this::count).isInstanceOf(IOException.class);
  }
}

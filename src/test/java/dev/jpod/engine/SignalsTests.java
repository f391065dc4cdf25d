package dev.jpod.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.JpodException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignalsTests {
  @Test
  void signalsHaveTheNumbersOfLinux() {
    assertThat(Signals.number("HUP")).isEqualTo(1);
    assertThat(Signals.number("SIGKILL")).isEqualTo(9);
    assertThat(Signals.number("sigterm")).isEqualTo(15);
    assertThat(Signals.number("WINCH")).isEqualTo(28);
    assertThat(Signals.number("SYS")).isEqualTo(31);
    assertThat(Signals.number("SIGRTMIN+3")).isEqualTo(37);
    assertThat(Signals.number("RTMAX-1")).isEqualTo(63);
    assertThat(Signals.number("17")).isEqualTo(17);
  }

  @Test
  void whatIsNoSignalIsRefused() {
    for (String text : List.of("", "0", "65", "-9", "KILLER", "RTMIN+99", "RTMIN+", "9; rm")) {
      assertThatThrownBy(() -> Signals.number(text))
          .as(text)
          .isInstanceOf(JpodException.class)
          .hasMessage("'" + text + "' is not a signal");
    }
  }
}

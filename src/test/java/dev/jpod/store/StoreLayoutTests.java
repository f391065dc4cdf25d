package dev.jpod.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.JpodException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreLayoutTests {
  @ParameterizedTest
  @ValueSource(
      strings = {"/a b", "/a:b", "/a,b", "/a\\b", "/a\"b", "/a\nb", "/a\u001bb", "/\u00e4"})
  void placesThatMountsOrTheMonitorCannotSpellAreRefused(String place) {
    assertThatThrownBy(() -> new StoreLayout(Path.of(place), Path.of("/run")))
        .isInstanceOf(JpodException.class)
        .hasMessageStartingWith("the store cannot lie in");
    assertThatThrownBy(() -> new StoreLayout(Path.of("/root"), Path.of(place)))
        .isInstanceOf(JpodException.class);
  }

  @Test
  void otherPlacesAreMadeAbsolute() {
    StoreLayout layout = new StoreLayout(Path.of("/srv/x/../-a%b"), Path.of("r"));

    assertThat(layout.root()).isEqualTo(Path.of("/srv/-a%b"));
    assertThat(layout.runroot()).isAbsolute();
  }
}

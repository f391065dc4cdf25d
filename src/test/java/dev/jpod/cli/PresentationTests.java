package dev.jpod.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.image.ImportOptions;
import dev.jpod.model.Failure;
import dev.jpod.model.ImageConfig;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PresentationTests {
  @Test
  void columnsAlignByCharactersAndTheLastIsNotPadded() {
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    Output out = new Output(target);
    Table table = new Table("NAME", "STATE", "IMAGE");
    table.row("größe", "up", "b");
    table.row("x", "", "");
    table.write(out, Paint.PLAIN);
    out.flush();

    assertThat(target.toString(UTF_8)).isEqualTo("NAME   STATE  IMAGE\ngröße  up     b\nx\n");
  }

  @Test
  void aTableFitsATerminalByItsWidestColumns() {
    Table table = new Table("NAME", "FROM", "CHANGES");
    table.row("r1", "/srv/shop/deploy/stack.yaml", "1 create, 2 replace, 3 remove 😀, 4 live");
    table.row("r2", "a.yaml", "-");

    table.fit(44, "…");

    assertThat(table.lines(Paint.PLAIN))
        .containsExactly(
            "NAME  FROM                CHANGES",
            "r1    /srv/shop/deploy/…  1 create, 2 repla…",
            "r2    a.yaml              -");
    table.fit(3, "…");
    assertThat(table.lines(Paint.PLAIN)).contains("r1    /srv/sh…  1 creat…");
  }

  @Test
  void amountsOfBytesHaveAFittingUnit() {
    assertThat(Sizes.text(0)).isEqualTo("0 B");
    assertThat(Sizes.text(1023)).isEqualTo("1023 B");
    assertThat(Sizes.text(1536)).isEqualTo("1.5 KiB");
    assertThat(Sizes.text(200L << 20)).isEqualTo("200 MiB");
    assertThat(Sizes.text(5L << 40)).isEqualTo("5.0 TiB");
    assertThat(Sizes.text(Long.MAX_VALUE / 10)).isEqualTo("838860 TiB");
  }

  @Test
  void jpodsOwnMarksHaveACharacterInEveryLocale() {
    assertThat(Symbols.UNICODE.written(" ± api  1.8 → 1.9")).isEqualTo(" ± api  1.8 → 1.9");
    assertThat(Symbols.ASCII.written(" ± api  1.8 → 1.9")).isEqualTo(" * api  1.8 > 1.9");
    for (Symbols symbols : Symbols.values()) {
      for (int step = 0; step < 25; step++) {
        assertThat(symbols.spinner(step)).hasSize(1);
      }
    }
    assertThat(Symbols.ASCII.success() + Symbols.ASCII.failure()).isEqualTo("okx");
  }

  @Test
  void eachFailureHasItsCode() {
    assertThat(Failure.values())
        .extracting(failure -> ExitCode.of(failure).code())
        .containsExactlyInAnyOrder(1, 3, 6, 7, 64, 65, 1, 69, 75, 124);
    assertThat(Group.CONTAINERS.codeOf(ExitCode.LOCKED)).isEqualTo(ExitCode.ENGINE);
    assertThat(Group.CONTAINERS.codeOf(ExitCode.BROKEN_PIPE)).isEqualTo(ExitCode.BROKEN_PIPE);
    assertThat(Group.STACKS.codeOf(ExitCode.LOCKED)).isEqualTo(ExitCode.LOCKED);
  }

  @Test
  void instructionsOfADockerfileChangeAnImportedImage() {
    ImageConfig config =
        ImageChanges.apply(
            List.of(
                "CMD [\"httpd\", \"-f\"]",
                "entrypoint /bin/run me",
                "ENV A=b c",
                "ENV OLD style value",
                "LABEL team=\"web shop\"",
                "EXPOSE 80",
                "EXPOSE 53/udp",
                "VOLUME [\"/data\", \"/log\"]",
                "WORKDIR /srv",
                "USER 5:6",
                "STOPSIGNAL SIGINT"),
            ImportOptions.at(Instant.EPOCH).config());

    assertThat(config.cmd()).containsExactly("httpd", "-f");
    assertThat(config.entrypoint()).containsExactly("/bin/sh", "-c", "/bin/run me");
    assertThat(config.env()).containsExactly("A=b c", "OLD=style value");
    assertThat(config.labels()).containsEntry("team", "web shop");
    assertThat(config.exposedPorts()).containsExactly("80/tcp", "53/udp");
    assertThat(config.volumes()).containsExactly("/data", "/log");
    assertThat(config.workingDir()).isEqualTo("/srv");
    assertThat(config.user()).isEqualTo("5:6");
    assertThat(config.stopSignal()).isEqualTo("SIGINT");
  }

  @Test
  void whatIsNoInstructionIsNamed() {
    for (String text : List.of("RUN rm -rf /", "CMD", "CMD [1]", "CMD [", "ENV =x", "")) {
      assertThatThrownBy(
              () -> ImageChanges.apply(List.of(text), ImportOptions.at(Instant.EPOCH).config()))
          .as(text)
          .hasMessage("'" + text + "' does not fit --change");
    }
  }
}

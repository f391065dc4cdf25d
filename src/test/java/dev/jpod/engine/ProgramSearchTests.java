package dev.jpod.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.json.JsonTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramSearchTests {
  @TempDir private Path root;

  @BeforeEach
  void makeContainer() throws IOException {
    Files.createDirectories(root.resolve("usr/bin"));
    Files.createSymbolicLink(root.resolve("bin"), Path.of("/usr/bin"));
    Files.writeString(root.resolve("usr/bin/tool"), "");
    root.resolve("usr/bin/tool").toFile().setExecutable(true);
    Files.createSymbolicLink(root.resolve("usr/bin/sh"), Path.of("/bin/tool"));
    Files.writeString(root.resolve("usr/bin/data"), "");
  }

  private ThrowingCallable search(String program, String environment) {
    String process =
        "{\"args\":[\"%s\"],\"env\":[%s],\"cwd\":\"/usr\"}".formatted(program, environment);
    return () ->
        new ProgramSearch(new ImageView(List.of(root)), "shop-web-0")
            .require(JsonTree.read(process.getBytes(StandardCharsets.UTF_8)));
  }

  private ThrowingCallable search(String program) {
    return search(program, "\"PATH=/sbin:/bin\"");
  }

  @Test
  void whatIsThereIsFoundAsTheContainerSeesIt() {
    for (String program : List.of("tool", "sh", "/bin/sh", "bin/tool", "./bin/../bin/sh")) {
      assertThatCode(search(program)).as(program).doesNotThrowAnyException();
    }
  }

  @Test
  void whatIsInNoFolderOfThePathIs127() {
    for (String program : List.of("nothing", "data")) {
      assertThatThrownBy(search(program))
          .isInstanceOfSatisfying(NotInvocable.class, ProgramSearchTests::isNotThere)
          .hasMessage("'" + program + "' is not in the PATH of container 'shop-web-0'");
    }
    // The host has one.
    assertThatThrownBy(search("/usr/bin/env"))
        .isInstanceOfSatisfying(NotInvocable.class, ProgramSearchTests::isNotThere)
        .hasMessage("there is no '/usr/bin/env' in container 'shop-web-0'");
  }

  private static void isNotThere(NotInvocable e) {
    assertThat(e.exitCode()).isEqualTo(127);
  }

  @Test
  void whatNobodyMayExecuteIs126() {
    for (String program : List.of("/bin/data", "/bin", "bin/data")) {
      assertThatThrownBy(search(program))
          .isInstanceOfSatisfying(NotInvocable.class, e -> assertThat(e.exitCode()).isEqualTo(126))
          .hasMessage("'" + program + "' in container 'shop-web-0' is not executable");
    }
  }

  @Test
  void whereThePathIsNotCertainTheRuntimeSearches() {
    assertThatCode(search("nothing", "")).doesNotThrowAnyException();
    assertThatCode(search("nothing", "\"PATH=/bin:relative\"")).doesNotThrowAnyException();
  }
}

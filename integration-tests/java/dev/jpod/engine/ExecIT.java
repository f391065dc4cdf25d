package dev.jpod.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.engine.EngineRig.Wish;
import dev.jpod.engine.ExecSpec.Ending;
import dev.jpod.model.JpodException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Programs in running containers. */
class ExecIT extends FreshEngine {
  private String id;

  @BeforeEach
  void run() {
    id = rig.run(Wish.of("sleep", "1000"));
  }

  @Test
  void theExitCodeIsThePrograms() {
    assertThat(exec("true")).isZero();
    assertThat(exec("sh", "-c", "exit 42")).isEqualTo(42);
    assertThat(exec("sh", "-c", "kill -9 $$")).isEqualTo(137);
    assertThat(exec("sh", "-c", "exit 255")).isEqualTo(255);
  }

  @Test
  void aMissingProgramIs127AndOneThatCannotRun126() {
    assertThat(notInvocable("nope")).isEqualTo(127);
    assertThat(notInvocable("/no/such/program")).isEqualTo(127);
    assertThat(notInvocable("/bin.txt")).isEqualTo(126);
    assertThat(notInvocable("/etc")).isEqualTo(126);
  }

  private int notInvocable(String program) {
    return assertThatExceptionOfType(NotInvocable.class)
        .isThrownBy(() -> exec(program))
        .actual()
        .exitCode();
  }

  @Test
  void userFolderAndEnvironmentCanBeChosen() {
    assertThat(
            run(
                spec(
                    List.of("sh", "-c", "[ $(id -u) = 7 ] && [ $PWD = /tmp ] && [ $A = b ]"),
                    Map.of("A", "b"),
                    "app",
                    "/tmp",
                    Ending.WAIT)))
        .isZero();
  }

  @Test
  void aMissingFolderIs126() {
    for (Ending ending : Ending.values()) {
      assertThatExceptionOfType(NotInvocable.class)
          .isThrownBy(() -> run(spec(List.of("id"), Map.of(), null, "/nosuch", ending)))
          .withMessage("there is no folder '/nosuch' in container 'shop-web-0'")
          .extracting(NotInvocable::exitCode)
          .isEqualTo(126);
    }
  }

  @Test
  void aDetachedProgramGoesOn() {
    assertThat(
            run(
                spec(
                    List.of("sh", "-c", "sleep 0.2; echo done >/tmp/mark"),
                    Map.of(),
                    null,
                    null,
                    Ending.DETACH)))
        .isZero();

    EngineRig.eventually("the mark is there", () -> exec("cat", "/tmp/mark") == 0);
  }

  @Test
  void aPausedOrStoppedContainerRunsNothing() {
    rig.containers.pause(id);
    assertThatThrownBy(() -> exec("true"))
        .isInstanceOf(JpodException.class)
        .hasMessage("container 'shop-web-0' is paused");

    rig.containers.unpause(id);
    rig.containers.stop(id, Requester.OPERATOR, Duration.ZERO);

    assertThatThrownBy(() -> exec("true"))
        .isInstanceOf(JpodException.class)
        .hasMessage("container 'shop-web-0' does not run");
  }

  private int exec(String... argv) {
    return run(spec(List.of(argv), Map.of(), null, null, Ending.WAIT));
  }

  private int run(ExecSpec spec) {
    return rig.engine.exec().run(id, spec);
  }

  private static ExecSpec spec(
      List<String> argv,
      Map<String, String> env,
      @Nullable String user,
      @Nullable String folder,
      Ending ending) {
    return new ExecSpec(argv, env, user, folder, false, false, false, ending);
  }
}

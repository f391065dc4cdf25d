package dev.jpod.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.model.Mount;
import dev.jpod.runtime.RealRuntime.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the engine's profile lets through, asked of the kernel: a container makes system calls by
 * number, with arguments that do no harm where they get through, and prints the errors.
 */
class SeccompIT {
  private static final int EPERM = 1;
  private static final int EINVAL = 22;
  private static final int ENOSYS = 38;
  private static final int EAFNOSUPPORT = 97;

  /** A call's number on amd64 and on arm64 and its arguments. */
  private record Call(int amd64, int arm64, String arguments) {
    static Call of(int amd64, int arm64, Object... arguments) {
      List<String> texts = new ArrayList<>();
      for (Object argument : arguments) {
        texts.add(argument.toString());
      }
      return new Call(amd64, arm64, String.join(", ", texts));
    }
  }

  private static final Map<String, Call> CALLS =
      Map.ofEntries(
          Map.entry("mount", Call.of(165, 40, 0, 0, 0, 0, 0)),
          Map.entry("unshare", Call.of(272, 97, -1)),
          Map.entry("setns", Call.of(308, 268, -1, 0)),
          Map.entry("clone-newns", Call.of(56, 220, 0x20000, 0)),
          Map.entry("clone3", Call.of(435, 435, 0, 0)),
          Map.entry("bpf", Call.of(321, 280, -1, 0, 0)),
          Map.entry("init_module", Call.of(175, 105, 0, 0, 0)),
          Map.entry("kexec_load", Call.of(246, 104, -1, -1, 0, -1)),
          Map.entry("reboot", Call.of(169, 142, 0, 0, 0, 0)),
          Map.entry("keyctl", Call.of(250, 219, -1, 0, 0, 0, 0)),
          Map.entry("add_key", Call.of(248, 217, 0, 0, 0, 0, 0)),
          Map.entry("io_uring_setup", Call.of(425, 425, 0, 0)),
          Map.entry("userfaultfd", Call.of(323, 282, -1)),
          Map.entry("open_by_handle_at", Call.of(304, 265, -1, 0, 0)),
          Map.entry("ptrace", Call.of(101, 117, -1, 0, 0, 0)),
          Map.entry("personality", Call.of(135, 92, "0xffffffff")),
          Map.entry("personality-strange", Call.of(135, 92, 0x0400000)),
          Map.entry("socket-inet", Call.of(41, 198, 2, 1, 0)),
          Map.entry("socket-alg", Call.of(41, 198, 38, 5, 0)),
          Map.entry("socket-vsock", Call.of(41, 198, 40, 1, 0)),
          Map.entry("socket-audit", Call.of(41, 198, 16, 3, 9)),
          Map.entry("getpid", Call.of(39, 172)),
          Map.entry("unknown", Call.of(9999, 9999)));

  @ParameterizedTest
  @EnumSource
  void anOrdinaryContainerGetsWhatProgramsNeedAndNoMore(Program program) throws IOException {
    try (RealRuntime runtime = new RealRuntime(program)) {
      Map<String, Integer> errors = errors(runtime, container(runtime));

      for (String refused :
          List.of(
              "mount",
              "unshare",
              "setns",
              "clone-newns",
              "bpf",
              "init_module",
              "kexec_load",
              "reboot",
              "keyctl",
              "add_key",
              "io_uring_setup",
              "userfaultfd",
              "open_by_handle_at")) {
        assertThat(errors).containsEntry(refused, EPERM);
      }
      assertThat(errors)
          .containsEntry("clone3", ENOSYS)
          .containsEntry("unknown", ENOSYS)
          .containsEntry("socket-alg", EAFNOSUPPORT)
          .containsEntry("socket-vsock", EAFNOSUPPORT)
          .containsEntry("socket-audit", EINVAL)
          .containsEntry("personality-strange", ENOSYS)
          .containsEntry("personality", 0)
          .containsEntry("socket-inet", 0)
          .containsEntry("getpid", 0);
      assertThat(errors.get("ptrace")).isNotIn(EPERM, ENOSYS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCapabilityOpensTheCallsThatItIsFor(Program program) throws IOException {
    try (RealRuntime runtime = new RealRuntime(program)) {
      SampleContainer container = container(runtime);
      container.added.addAll(List.of("CAP_SYS_ADMIN", "CAP_SYS_BOOT", "CAP_AUDIT_WRITE"));

      Map<String, Integer> errors = errors(runtime, container);

      for (String opened : List.of("mount", "unshare", "setns", "clone3", "reboot", "bpf")) {
        assertThat(errors.get(opened)).as(opened).isNotIn(EPERM, ENOSYS);
      }
      assertThat(errors)
          .containsEntry("init_module", EPERM)
          .containsEntry("keyctl", EPERM)
          .containsEntry("socket-audit", 0)
          .containsEntry("socket-vsock", EAFNOSUPPORT);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDockerProfileIsResolvedToWhatItSays(Program program) throws IOException {
    try (RealRuntime runtime = new RealRuntime(program)) {
      SampleContainer container = container(runtime);
      SeccompProfile profile =
          SeccompProfile.parse(
              """
              {"defaultAction": "SCMP_ACT_ALLOW",
               "archMap": [{"architecture": "SCMP_ARCH_X86_64", "subArchitectures": []}],
               "syscalls": [
                 {"names": ["getpid"], "action": "SCMP_ACT_ERRNO", "errnoRet": 42},
                 {"names": ["bpf"], "action": "SCMP_ACT_ERRNO", "errnoRet": 43,
                  "includes": {"caps": ["CAP_BPF"]}}]}
              """,
              "/profile.json");
      container.seccomp =
          profile.resolve(
              SeccompTarget.of(
                  Capabilities.granted(container.security(), container.host), container.host));

      Map<String, Integer> errors = parsed(runtime.runUnfiltered(container).lines());

      assertThat(errors).containsEntry("getpid", 42).containsEntry("unknown", ENOSYS);
      assertThat(errors.get("bpf")).isNotEqualTo(43);
      assertThat(errors.get("keyctl")).isNotEqualTo(EPERM);
    }
  }

  private static Map<String, Integer> errors(RealRuntime runtime, SampleContainer container) {
    return parsed(runtime.run(container).lines());
  }

  private static Map<String, Integer> parsed(List<String> lines) {
    Map<String, Integer> errors = new TreeMap<>();
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      errors.put(words[0], Integer.valueOf(words[1]));
    }
    return errors;
  }

  /** A container with the host's perl, which can make a system call by its number. */
  private static SampleContainer container(RealRuntime runtime) throws IOException {
    StringBuilder script = new StringBuilder("$| = 1;");
    SampleContainer container = runtime.shell("");
    boolean amd64 = container.host.architecture().equals("amd64");
    CALLS.forEach(
        (name, call) ->
            script
                .append("$! = 0; $r = syscall(")
                .append(amd64 ? call.amd64 : call.arm64)
                .append(call.arguments.isEmpty() ? "" : ", " + call.arguments)
                .append("); print '")
                .append(name)
                .append(" ', ($r == -1 ? $!+0 : 0), \"\\n\";"));
    container.command = List.of("/usr/bin/perl", "-e", script.toString());
    container.mounts.add(new Mount.Bind("/usr", "/usr", List.of("ro"), Mount.Missing.REFUSE));
    container.sources.put("/usr", MountSource.of("/usr"));
    for (String name : List.of("lib", "lib64")) {
      Files.createSymbolicLink(runtime.rootfs().resolve(name), Path.of("usr", name));
    }
    return container;
  }
}

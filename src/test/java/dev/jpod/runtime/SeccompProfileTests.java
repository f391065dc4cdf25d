package dev.jpod.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.JpodException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class SeccompProfileTests {
  private static final KernelVersion KERNEL = new KernelVersion(6, 1);
  private static final SeccompTarget BARE = target();

  @Test
  void whatReachesTheHostIsRefused() {
    for (String call :
        List.of(
            "mount",
            "umount2",
            "pivot_root",
            "unshare",
            "setns",
            "open_tree",
            "fsopen",
            "bpf",
            "perf_event_open",
            "init_module",
            "finit_module",
            "delete_module",
            "kexec_load",
            "kexec_file_load",
            "reboot",
            "acct",
            "iopl",
            "ioperm",
            "settimeofday",
            "clock_settime",
            "syslog",
            "quotactl",
            "swapon",
            "swapoff",
            "open_by_handle_at",
            "chroot",
            "sethostname",
            "keyctl",
            "add_key",
            "request_key",
            "userfaultfd",
            "io_uring_setup",
            "io_uring_enter",
            "vhangup",
            "nfsservctl",
            "lookup_dcookie",
            "fanotify_init",
            "kcmp",
            "pidfd_getfd",
            "move_pages",
            "process_madvise")) {
      assertThat(verdict(call, BARE)).as(call).isEqualTo("errno 1");
    }
  }

  @Test
  void whatProgramsNeedGoesThrough() {
    for (String call :
        List.of(
            "read",
            "openat",
            "openat2",
            "execve",
            "fork",
            "wait4",
            "mmap",
            "futex",
            "epoll_wait",
            "socketpair",
            "sendmsg",
            "statx",
            "rseq",
            "getrandom",
            "prctl",
            "seccomp",
            "ptrace",
            "landlock_restrict_self",
            "memfd_create",
            "pidfd_open",
            "close_range",
            "fchmodat2",
            "setuid",
            "capset",
            "sched_setaffinity",
            "clock_nanosleep",
            "shmget",
            "mq_open")) {
      assertThat(verdict(call, BARE)).as(call).isEqualTo("allow");
    }
  }

  @Test
  void whatIsNotNamedIsUnknown() {
    ObjectNode filter = SeccompProfile.builtIn().resolve(BARE);

    assertThat(filter.required("defaultAction").stringValue()).isEqualTo("SCMP_ACT_ERRNO");
    assertThat(filter.required("defaultErrnoRet").intValue()).isEqualTo(38);
    assertThat(verdict("a_call_of_tomorrow", BARE)).isEqualTo("none");
  }

  @Test
  void aCapabilityOpensItsCallsAndNoOthers() {
    Map<String, List<String>> opened =
        Map.of(
            "CAP_SYS_ADMIN", List.of("mount", "unshare", "setns", "bpf", "clone3", "syslog"),
            "CAP_SYS_MODULE", List.of("init_module", "delete_module"),
            "CAP_SYS_BOOT", List.of("reboot", "kexec_load"),
            "CAP_SYS_CHROOT", List.of("chroot"),
            "CAP_BPF", List.of("bpf"),
            "CAP_SYS_TIME", List.of("settimeofday", "clock_settime"),
            "CAP_DAC_READ_SEARCH", List.of("open_by_handle_at"),
            "CAP_SYS_PTRACE", List.of("kcmp", "pidfd_getfd"));
    opened.forEach(
        (capability, calls) -> {
          for (String call : calls) {
            assertThat(verdict(call, target(capability))).as(call).isEqualTo("allow");
          }
        });
    assertThat(verdict("init_module", target("CAP_SYS_ADMIN"))).isEqualTo("errno 1");
    assertThat(verdict("keyctl", target("CAP_SYS_ADMIN"))).isEqualTo("errno 1");
  }

  @Test
  void anOldKernelLetsNoTracerIn() {
    SeccompTarget old = new SeccompTarget(Set.of(), "amd64", new KernelVersion(4, 7));

    assertThat(verdict("ptrace", old)).isEqualTo("errno 1");
  }

  @Test
  void everyCallHasAtMostOnePlainVerdict() {
    for (SeccompTarget target :
        List.of(BARE, target("CAP_SYS_ADMIN"), target("CAP_AUDIT_WRITE", "CAP_SYS_PTRACE"))) {
      Map<String, Set<String>> verdicts = new TreeMap<>();
      for (JsonNode rule : SeccompProfile.builtIn().resolve(target).required("syscalls")) {
        for (JsonNode name : rule.required("names")) {
          String verdict = rule.has("args") ? "conditional" : verdict(rule);
          verdicts.computeIfAbsent(name.stringValue(), _ -> new TreeSet<>()).add(verdict);
        }
      }
      assertThat(verdicts).allSatisfy((_, found) -> assertThat(found).hasSize(1));
    }
  }

  @Test
  void aFilterKnowsTheHostsOwnArchitectureOnly() {
    assertThat(architectures("amd64")).containsExactly("SCMP_ARCH_X86_64");
    assertThat(architectures("arm64")).containsExactly("SCMP_ARCH_AARCH64");
    assertThat(architectures("loong64")).isEmpty();
  }

  @Test
  void equalTargetsHaveEqualKeysAndFilters() {
    SeccompTarget one = target("CAP_KILL", "CAP_CHOWN");
    SeccompTarget other = target("CAP_CHOWN", "CAP_KILL");

    assertThat(one.key()).isEqualTo(other.key()).isEqualTo("amd64 6.1 CAP_CHOWN,CAP_KILL");
    assertThat(SeccompProfile.builtIn().resolve(one).toString())
        .isEqualTo(SeccompProfile.builtIn().resolve(other).toString());
    assertThat(target("CAP_KILL").key()).isNotEqualTo(one.key());
  }

  @Test
  void dockersConditionsAreResolved() {
    SeccompProfile profile =
        SeccompProfile.parse(
            """
            {"defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 38,
             "syscalls": [
              {"name": "read", "action": "SCMP_ACT_ALLOW"},
              {"names": ["a"], "action": "SCMP_ACT_ALLOW", "includes": {"caps": ["CAP_KILL"]}},
              {"names": ["b"], "action": "SCMP_ACT_ALLOW", "excludes": {"caps": ["CAP_KILL"]}},
              {"names": ["c"], "action": "SCMP_ACT_ALLOW", "includes": {"arches": ["arm64"]}},
              {"names": ["d"], "action": "SCMP_ACT_ALLOW", "excludes": {"arches": ["arm64"]}},
              {"names": ["e"], "action": "SCMP_ACT_ALLOW", "includes": {"minKernel": "6.2"}},
              {"names": ["f"], "action": "SCMP_ACT_ALLOW", "includes": {"minKernel": "4.8"}},
              {"names": ["g"], "action": "SCMP_ACT_ERRNO", "errnoRet": 7,
               "args": [{"index": 1, "value": 2, "valueTwo": 3, "op": "SCMP_CMP_MASKED_EQ"}]}]}
            """,
            "p.json");

    assertThat(names(profile, target())).containsExactly("read", "b", "d", "f", "g");
    assertThat(names(profile, target("CAP_KILL"))).containsExactly("read", "a", "d", "f", "g");
    assertThat(profile.resolve(BARE).required("syscalls").get(4))
        .hasToString(
            "{\"names\":[\"g\"],\"action\":\"SCMP_ACT_ERRNO\",\"errnoRet\":7,\"args\":"
                + "[{\"index\":1,\"value\":2,\"valueTwo\":3,\"op\":\"SCMP_CMP_MASKED_EQ\"}]}");
  }

  @Test
  void aFileThatIsNoProfileIsRefused() {
    for (String text :
        List.of(
            "",
            "[]",
            "{",
            "{}",
            "{\"defaultAction\": \"ALLOW\"}",
            "{\"defaultAction\": \"SCMP_ACT_NOTIFY\"}",
            "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": [{\"names\": [\"x\"]}]}",
            "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": [{\"names\": [7],"
                + " \"action\": \"SCMP_ACT_ALLOW\"}]}")) {
      assertThatThrownBy(() -> SeccompProfile.parse(text, "/p.json"))
          .as(text)
          .isInstanceOf(JpodException.class)
          .hasMessageContaining("'/p.json' cannot be used");
    }
  }

  private static SeccompTarget target(String... capabilities) {
    return new SeccompTarget(Set.of(capabilities), "amd64", KERNEL);
  }

  private static List<String> architectures(String name) {
    List<String> names = new ArrayList<>();
    SeccompTarget target = new SeccompTarget(Set.of(), name, KERNEL);
    for (JsonNode text : SeccompProfile.builtIn().resolve(target).path("architectures")) {
      names.add(text.stringValue());
    }
    return names;
  }

  private static List<String> names(SeccompProfile profile, SeccompTarget target) {
    List<String> names = new ArrayList<>();
    for (JsonNode rule : profile.resolve(target).required("syscalls")) {
      rule.required("names").forEach(name -> names.add(name.stringValue()));
    }
    return names;
  }

  /** What an unconditional rule says of a call. */
  private static String verdict(String call, SeccompTarget target) {
    for (JsonNode rule : SeccompProfile.builtIn().resolve(target).required("syscalls")) {
      for (JsonNode name : rule.required("names")) {
        if (name.stringValue().equals(call) && !rule.has("args")) {
          return verdict(rule);
        }
      }
    }
    return "none";
  }

  private static String verdict(JsonNode rule) {
    @Nullable JsonNode errno = rule.get("errnoRet");
    return rule.required("action").stringValue().equals("SCMP_ACT_ALLOW")
        ? "allow"
        : "errno " + errno;
  }
}

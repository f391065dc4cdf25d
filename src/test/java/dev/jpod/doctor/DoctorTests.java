package dev.jpod.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.doctor.Finding.Severity;
import dev.jpod.host.HostUser;
import dev.jpod.host.ProcFs.MountedFileSystem;
import dev.jpod.host.Programs;
import dev.jpod.model.Limit;
import dev.jpod.network.UplinkProgram;
import dev.jpod.observed.UnkeptLimits;
import dev.jpod.observed.UnkeptLimits.Cause;
import dev.jpod.observed.UnkeptLimits.Handling;
import dev.jpod.store.StoreLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTests {
  private static final HostUser USER = new HostUser(1000);

  @TempDir private Path root;

  @BeforeEach
  void makeAHostOnWhichNothingIsWrong() throws IOException {
    write("proc/self/ns/user", "");
    write("proc/sys/user/max_user_namespaces", "100\n");
    write("etc/passwd", "root:x:0:0::/root:/bin/sh\nann:x:1000:1000::/home/ann:/bin/sh\n");
    write("etc/subuid", "ann:100000:65536\n");
    write("etc/subgid", "1000:100000:65536\n");
    for (String program : List.of("newuidmap", "newgidmap")) {
      write("usr/bin/" + program, "");
      Files.setAttribute(root.resolve("usr/bin").resolve(program), "unix:mode", 04755);
    }
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private Doctor doctor() {
    return new Doctor(new HostFiles(root), USER, new Programs(null));
  }

  /** What is found of the namespaces; the rest depends on the host of the test. */
  private List<Finding> found() {
    HostFiles host = new HostFiles(root);
    Person person = Person.of(USER.id(), host);
    List<Finding> found = new ArrayList<>(UserNamespaces.examine(host));
    found.addAll(SubordinateIds.examine(host, person));
    return found;
  }

  private void oneError(String words, String remedy) {
    assertThat(found())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.ERROR);
              assertThat(finding.what()).contains(words);
              assertThat(finding.remedy()).contains(remedy);
              assertThat(doctor().refusal("no"))
                  .hasMessage(finding.what())
                  .satisfies(e -> assertThat(e.hint()).isEqualTo(finding.remedy()));
            });
  }

  @Test
  void nothingIsFoundWhereNothingIsWrong() {
    assertThat(found()).isEmpty();
    assertThat(doctor().refusal("unshare: no").getMessage())
        .isEqualTo("the user namespace of the user 1000 cannot be entered: unshare: no");
  }

  @Test
  void namespacesThatAreSwitchedOff() throws IOException {
    write("proc/sys/user/max_user_namespaces", "0\n");

    oneError("user namespaces are switched off", "sysctl -w user.max_user_namespaces=");
  }

  @Test
  void namespacesThatDebianHasSwitchedOff() throws IOException {
    write("proc/sys/kernel/unprivileged_userns_clone", "0\n");

    oneError("unprivileged_userns_clone' is 0", "kernel.unprivileged_userns_clone=1");
  }

  @Test
  void namespacesThatTheKernelHasNot() throws IOException {
    Files.delete(root.resolve("proc/self/ns/user"));

    oneError("without user namespaces", "CONFIG_USER_NS");
  }

  @Test
  void aMappingProgramThatIsMissing() throws IOException {
    Files.delete(root.resolve("usr/bin/newgidmap"));

    oneError("'newgidmap' is not installed", "apt-get install uidmap");
  }

  @Test
  void aMappingProgramWithoutItsRight() throws IOException {
    Files.setAttribute(root.resolve("usr/bin/newuidmap"), "unix:mode", 0755);

    oneError("lacks its set-user-id bit", "chmod u+s /usr/bin/newuidmap");
  }

  @Test
  void linesThatAreNone() throws IOException {
    write("etc/subuid", "ann:100000:65536\nann:many\n");

    oneError("is not NAME:FIRST:COUNT", "ann:100000:65536");
  }

  @Test
  void noNumbersAreAWarning() throws IOException {
    write("etc/subgid", "bob:100000:65536\n");

    assertThat(found())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.WARNING);
              assertThat(finding.what()).contains("'ann' has no numbers", "/etc/subgid");
              assertThat(finding.remedy()).contains("usermod --add-subuids 165536-231071");
            });
  }

  @Test
  void theRemedyNamesNumbersThatAreFreeAndThatThereAre() throws IOException {
    write("etc/subuid", "containers:2147483648:2147418112\nbob:100000:65536\n");
    write("etc/subgid", "eve:200000:65536\nbob:100000:65536\n");

    assertThat(found())
        .singleElement()
        .satisfies(
            finding -> assertThat(finding.remedy()).contains("--add-subuids 265536-331071 "));
  }

  @Test
  void aStoreCannotLieOnAnotherHostsDiskOrWhereNothingMayRun() {
    Path home = Path.of("/home/ann");

    assertThat(
            StorePlaces.examine(
                home.resolve("store"), new MountedFileSystem(home, "nfs4", List.of("rw"))))
        .singleElement()
        .satisfies(finding -> assertThat(finding.what()).contains("would lie on nfs4"));
    assertThat(
            StorePlaces.examine(
                home.resolve("store"),
                new MountedFileSystem(home, "ext4", List.of("rw", "noexec"))))
        .singleElement()
        .satisfies(finding -> assertThat(finding.what()).contains("mounted noexec"));
    assertThat(
            StorePlaces.examine(
                home.resolve("store"), new MountedFileSystem(home, "ext4", List.of("rw"))))
        .isEmpty();
  }

  @Test
  void whatMayKeepFromNamespacesIsTheReasonOnlyWhereTheyCouldNotBeMade() throws IOException {
    write("proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1\n");

    assertThat(found())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.WARNING);
              assertThat(doctor().refusal("no"))
                  .hasMessage(finding.what())
                  .satisfies(e -> assertThat(e.hint()).isEqualTo(finding.remedy()));
            });
    assertThat(examine("no").getFirst().severity()).isEqualTo(Severity.ERROR);
    assertThat(examine("no").getFirst().what()).startsWith("AppArmor takes");
    assertThat(examine("no").stream().filter(f -> f.what().startsWith("AppArmor"))).hasSize(1);
  }

  @Test
  void aReasonThatNobodyKnowsIsFoundAllTheSame() {
    assertThat(examine("").stream().filter(f -> f.severity() == Severity.ERROR)).isEmpty();
    assertThat(examine("unshare: no").getFirst().what())
        .isEqualTo(doctor().refusal("unshare: no").getMessage());
  }

  @Test
  void limitsThatNobodyKeepsAreNotesOnePerReason() {
    Cause none = new Cause("no cgroup is delegated to user 7", "have one delegated");
    Cause swap = new Cause("this kernel does not limit swap", "boot it otherwise");

    assertThat(Limits.examine(UnkeptLimits.NONE)).isEmpty();
    assertThat(
            Limits.examine(
                new UnkeptLimits(
                    Handling.REFUSE,
                    Map.of(Limit.MEMORY, none, Limit.PIDS, none, Limit.MEMORY_SWAP, swap),
                    UnkeptLimits.DeviceAccess.OPEN)))
        .containsExactly(
            Finding.note(
                "the limits 'memory', 'pids' would be kept by nobody: no cgroup is delegated to"
                    + " user 7",
                "have one delegated; or let jpod ignore such limits by"
                    + " JPOD_UNAVAILABLE_LIMITS=ignore"),
            Finding.note(
                "the limit 'memorySwap' would be kept by nobody: this kernel does not limit swap",
                "boot it otherwise; or let jpod ignore such limits by"
                    + " JPOD_UNAVAILABLE_LIMITS=ignore"));
  }

  private List<Finding> examine(String complaint) {
    return doctor()
        .examine(root.resolve("store"), root.resolve("run"), UplinkProgram.INSTALLED, complaint);
  }

  @Test
  void aStoreThatCommandsRefuseIsFoundInTheirWords() throws IOException {
    Path open = Files.createDirectory(root.resolve("open"));
    Files.setAttribute(open, "unix:mode", 0777);

    assertThat(StorePlaces.examine(open, root.resolve("run")))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.ERROR);
              assertThatThrownBy(() -> StoreLayout.at(open, root.resolve("run")))
                  .hasMessage(finding.what());
            });
  }

  @Test
  void lingeringCountsOnlyWhereSystemdIs() throws IOException {
    HostFiles host = new HostFiles(root);
    Person ann = Person.of(USER.id(), host);
    Path run = Path.of("/run/user/1000/jpod");

    assertThat(Session.examine(host, ann, run)).isEmpty();
    Files.createDirectories(root.resolve("run/systemd/system"));
    assertThat(Session.examine(host, ann, run))
        .singleElement()
        .satisfies(finding -> assertThat(finding.remedy()).contains("loginctl enable-linger ann"));
    write("var/lib/systemd/linger/ann", "");
    assertThat(Session.examine(host, ann, run)).isEmpty();
  }
}

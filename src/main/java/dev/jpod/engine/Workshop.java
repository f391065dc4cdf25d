package dev.jpod.engine;

import dev.jpod.host.HostUser;
import dev.jpod.host.ProcessRunner;
import dev.jpod.host.Programs;
import dev.jpod.observed.UnkeptLimits;
import dev.jpod.store.ContainerRecords;
import dev.jpod.store.StoreLayout;
import java.time.Clock;

/** The tools that the steps of a container's life share. */
record Workshop(
    StoreLayout layout,
    HostUser user,
    ContainerRecords records,
    RootImages images,
    StoredVolumes volumes,
    Programs programs,
    ProcessRunner runner,
    Cgroups cgroups,
    HostReading host,
    KeptLimits limits,
    GrantedFiles grantedFiles,
    LaunchScript script,
    LaunchFiles launchFiles,
    CheckFiles checkFiles,
    Boot boot,
    NetworkRoom room,
    Clock clock) {
  static Workshop over(
      StoreLayout layout,
      RootImages images,
      HostUser user,
      UnkeptLimits.Handling unkept,
      NetworkRoom room,
      Clock clock) {
    Programs programs = Programs.ofHost();
    ProcessRunner runner = new ProcessRunner();
    Cgroups cgroups = new Cgroups(user);
    HostReading host = new HostReading(cgroups);
    LaunchScript script = new LaunchScript(layout, programs, runner);
    CheckFiles checkFiles = new CheckFiles(programs, new StoreScript(layout, "health"));
    return new Workshop(
        layout,
        user,
        new ContainerRecords(layout),
        images,
        new StoredVolumes(layout, clock),
        programs,
        runner,
        cgroups,
        host,
        new KeptLimits(cgroups, host, unkept),
        new GrantedFiles(new SecretFolder(programs, runner)),
        script,
        new LaunchFiles(layout, programs, script, checkFiles),
        checkFiles,
        new Boot(layout),
        room,
        clock);
  }

  SecretFolder secretFolder() {
    return new SecretFolder(programs, runner);
  }

  ContainerFiles files(String id) {
    return new ContainerFiles(layout, id);
  }
}

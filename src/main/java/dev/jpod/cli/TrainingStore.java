package dev.jpod.cli;

import dev.jpod.diff.FieldTable;
import dev.jpod.host.ProcFs;
import dev.jpod.model.Instance;
import dev.jpod.model.Lifecycle;
import dev.jpod.plan.Action;
import dev.jpod.plan.Plan;
import dev.jpod.plan.Step;
import dev.jpod.store.ContainerRecord;
import dev.jpod.store.ContainerRecord.OciRuntime;
import dev.jpod.store.ContainerRecord.Phase;
import dev.jpod.store.ContainerRecords;
import dev.jpod.store.StoreLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Makes a store look as if a plan had been carried out, without root and without a runtime: its
 * volumes are there, and each of its containers seems to run, as this very process.
 */
final class TrainingStore {
  private static final int ID_LENGTH = 64;

  private TrainingStore() {}

  /** Carries the plan out in appearance. */
  static void pretend(Plan plan, Wiring wiring) throws IOException {
    int containers = 0;
    for (Step step : plan.steps()) {
      if (step.action() instanceof Action.CreateVolume volume) {
        wiring.engine().volumes().create(volume.name(), plan.stack(), volume.spec().labels());
      }
      if (step.action() instanceof Action.CreateContainer create) {
        containers++;
        String number = Integer.toHexString(containers);
        String id = "0".repeat(ID_LENGTH - number.length()) + number;
        pretend(create.instance(), id, wiring.layout());
      }
    }
  }

  private static void pretend(Instance instance, String id, StoreLayout layout) throws IOException {
    Path folder = layout.container(id);
    Path runFolder = layout.containerRun(id);
    Files.createDirectories(folder);
    Files.createDirectories(runFolder);
    new ContainerRecords(layout).save(record(instance, id));
    long pid = ProcessHandle.current().pid();
    String process = pid + " " + ProcFs.startTicks(pid);
    Files.writeString(folder.resolve("state"), "running\n");
    Files.writeString(runFolder.resolve("started"), process + " " + process + "\n");
  }

  private static ContainerRecord record(Instance instance, String id) {
    Lifecycle lifecycle = instance.container().lifecycle();
    return new ContainerRecord(
        id,
        instance.key().containerName(),
        instance.key(),
        1,
        Phase.READY,
        instance.image(),
        instance.container().image().toString(),
        Instant.now(),
        FieldTable.fieldsOf(instance),
        new OciRuntime("runc", "/usr/sbin/runc"),
        "SIGTERM",
        Lifecycle.DEFAULT_STOP_TIMEOUT,
        lifecycle.restart(),
        instance.container().logging(),
        List.of(),
        List.of());
  }
}

package dev.jpod.engine;

import dev.jpod.host.RunningProcess;
import dev.jpod.model.Instance;
import dev.jpod.observed.Health;
import dev.jpod.store.ContainerRecord;
import dev.jpod.store.Event;
import dev.jpod.store.EventLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** {@link Containers} of a store, on a real OCI runtime. */
final class StoredContainers implements Containers {
  private final Workshop workshop;
  private final Starting starting;
  private final Stopping stopping;
  private final Removal removal;
  private final EventLog events;

  StoredContainers(Workshop workshop) {
    this.workshop = workshop;
    this.starting = new Starting(workshop);
    this.stopping = new Stopping(workshop);
    this.removal = new Removal(workshop, stopping);
    this.events = new EventLog(workshop.layout().events());
  }

  @Override
  public void expectEnds() {
    Thread.ofPlatform().daemon().name("head start").start(RunningProcess::prepare);
  }

  @Override
  public ContainerRecord create(ContainerRequest request) {
    workshop.boot().ensureCurrent();
    ContainerRecord record = new Creation(workshop, removal).create(request);
    report("create", record);
    return record;
  }

  @Override
  public void start(String id, Gate gate) {
    report("start", starting.start(id, gate));
  }

  @Override
  public void stop(String id, Requester requester, @Nullable Duration timeout) {
    report("stop", stopping.stop(id, requester, timeout));
  }

  @Override
  public void vacate(String id) {
    report("stop", stopping.vacate(id));
  }

  @Override
  public void restart(String id, @Nullable Duration timeout) {
    starting.requirePrograms(workshop.records().require(id));
    stop(id, Requester.RECONCILER, timeout);
    start(id);
  }

  @Override
  public void kill(String id, String signal) {
    report("kill", stopping.kill(id, signal), Map.of("signal", signal));
  }

  @Override
  public void pause(String id) {
    report("pause", new Freezing(workshop).pause(id));
  }

  @Override
  public void unpause(String id) {
    report("unpause", new Freezing(workshop).unpause(id));
  }

  @Override
  public void remove(String id, RemovalMode mode) {
    ContainerRecord removed = removal.remove(id, mode);
    if (removed != null) {
      report("remove", removed);
    }
  }

  @Override
  public ContainerRecord update(
      String id, Instance instance, SortedMap<String, String> applied, Set<String> left) {
    ContainerRecord record = new Revising(workshop).update(id, instance, applied, left);
    report("update", record);
    return record;
  }

  @Override
  public ContainerRecord rewriteRecord(
      String id, Instance instance, SortedMap<String, String> applied) {
    return new Revising(workshop).rewriteRecord(id, instance, applied);
  }

  @Override
  public void disown(String id, String stack) {
    new Revising(workshop).disown(id, stack);
  }

  @Override
  public ContainerRecord rewriteFiles(
      String id, Instance instance, SortedMap<String, String> applied) {
    return new Revising(workshop).rewriteFiles(id, instance, applied);
  }

  @Override
  public ContainerRecord signal(
      String id, List<String> signals, SortedMap<String, String> applied) {
    ContainerRecord record = new Revising(workshop).signal(id, signals, applied);
    report("kill", record, Map.of("signal", String.join(" ", signals)));
    return record;
  }

  @Override
  public byte @Nullable [] secretFile(String id, String target) {
    return HeldSecrets.file(new ContainerFiles(workshop.layout(), id), target);
  }

  @Override
  public @Nullable String secretVariable(String id, String name) {
    return HeldSecrets.variable(new ContainerFiles(workshop.layout(), id), name);
  }

  @Override
  public @Nullable Integer awaitExit(String id, Duration timeout) {
    return new AwaitingExit(workshop).await(id, timeout);
  }

  @Override
  public @Nullable Health health(String id) {
    ContainerFiles files = workshop.files(id);
    return Vitals.read(files).isRunning() ? HealthFiles.health(files) : null;
  }

  @Override
  public @Nullable HealthReport healthReport(String id) {
    return HealthFiles.report(workshop.files(id));
  }

  @Override
  public HealthReport.Result probe(String id) {
    return new Probing(workshop).probe(id);
  }

  private void report(String what, ContainerRecord record) {
    report(what, record, Map.of());
  }

  private void report(String what, ContainerRecord record, Map<String, String> details) {
    Instant now = workshop.clock().instant();
    events.append(new Event(now, what, record.id(), record.name(), details));
  }
}

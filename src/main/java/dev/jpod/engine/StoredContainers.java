package dev.jpod.engine;

import dev.jpod.model.Instance;
import dev.jpod.store.ContainerRecord;
import java.time.Duration;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** {@link Containers} of a store, on a real OCI runtime. */
final class StoredContainers implements Containers {
  private final Workshop workshop;
  private final Starting starting;
  private final Stopping stopping;
  private final Removal removal;

  StoredContainers(Workshop workshop) {
    this.workshop = workshop;
    this.starting = new Starting(workshop);
    this.stopping = new Stopping(workshop);
    this.removal = new Removal(workshop, stopping);
  }

  @Override
  public ContainerRecord create(ContainerRequest request) {
    workshop.boot().ensureCurrent();
    return new Creation(workshop, removal).create(request);
  }

  @Override
  public void start(String id) {
    starting.start(id);
  }

  @Override
  public void stop(String id, Requester requester, @Nullable Duration timeout) {
    stopping.stop(id, requester, timeout);
  }

  @Override
  public void restart(String id, @Nullable Duration timeout) {
    stopping.stop(id, Requester.RECONCILER, timeout);
    starting.start(id);
  }

  @Override
  public void kill(String id, String signal) {
    stopping.kill(id, signal);
  }

  @Override
  public void pause(String id) {
    new Freezing(workshop).pause(id);
  }

  @Override
  public void unpause(String id) {
    new Freezing(workshop).unpause(id);
  }

  @Override
  public void remove(String id, RemovalMode mode) {
    removal.remove(id, mode);
  }

  @Override
  public ContainerRecord update(String id, Instance instance, SortedMap<String, String> applied) {
    return new Revising(workshop).update(id, instance, applied);
  }

  @Override
  public ContainerRecord rewriteRecord(
      String id, Instance instance, SortedMap<String, String> applied) {
    return new Revising(workshop).rewriteRecord(id, instance, applied);
  }

  @Override
  public ContainerRecord rewriteFiles(
      String id, Instance instance, SortedMap<String, String> applied) {
    return new Revising(workshop).rewriteFiles(id, instance, applied);
  }

  @Override
  public @Nullable Integer awaitExit(String id, Duration timeout) {
    return new AwaitingExit(workshop).await(id, timeout);
  }
}

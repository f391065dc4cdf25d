package dev.jpod.engine;

import dev.jpod.store.StoreLayout;
import java.nio.file.Path;

/**
 * The files of one container. Those below {@code launch}, {@code state}, {@code started} and the
 * like are shared with the launch script, which says what each holds.
 */
record ContainerFiles(StoreLayout layout, String id) {
  /** The bundle: what outlives a reboot. */
  Path bundle() {
    return layout.container(id);
  }

  /** What is there only while the container runs or can run again in this boot. */
  Path run() {
    return layout.containerRun(id);
  }

  /** There while the container is being made. */
  Path creation() {
    return run().resolve("creation");
  }

  Path config() {
    return bundle().resolve("config.json");
  }

  /** The bundle without the values of secrets; there only when it has some. */
  Path openConfig() {
    return bundle().resolve("config.open.json");
  }

  /** Where {@link #config} leads when it has values of secrets. */
  Path secretConfig() {
    return secrets().resolve("config.json");
  }

  Path upper() {
    return bundle().resolve("upper");
  }

  Path work() {
    return bundle().resolve("work");
  }

  Path merged() {
    return bundle().resolve("merged");
  }

  /** Files that the container sees: hosts, resolver settings, configs. */
  Path files() {
    return bundle().resolve("files");
  }

  Path launch() {
    return bundle().resolve("launch");
  }

  /** How the container's health is checked; there only if it is. */
  Path check() {
    return launch().resolve("health");
  }

  /** What is tried then. */
  Path probe() {
    return launch().resolve("probe");
  }

  /** The process that crun runs then. */
  Path probeProcess() {
    return launch().resolve("process.json");
  }

  Path health() {
    return run().resolve("health");
  }

  /** What belongs to whoever checks the health. */
  Path checkFolder() {
    return run().resolve("check");
  }

  Path checker() {
    return checkFolder().resolve("checker");
  }

  Path prober() {
    return checkFolder().resolve("prober");
  }

  Path output(long slot) {
    return checkFolder().resolve("output." + slot);
  }

  /** There when the container was ended because it was unhealthy; says what for. */
  Path unhealthy() {
    return run().resolve("unhealthy");
  }

  Path log() {
    return bundle().resolve("ctr.log");
  }

  Path persist() {
    return bundle().resolve("persist");
  }

  Path state() {
    return bundle().resolve("state");
  }

  Path stopped() {
    return bundle().resolve("stopped");
  }

  Path secrets() {
    return run().resolve("secrets");
  }

  Path lock() {
    return run().resolve("lock");
  }

  Path exitFolder() {
    return run().resolve("exit");
  }

  Path exitCode() {
    return exitFolder().resolve(id);
  }

  Path attempt() {
    return run().resolve("attempt");
  }

  Path started() {
    return run().resolve("started");
  }

  Path waiter() {
    return run().resolve("waiter");
  }

  Path restarts() {
    return run().resolve("restarts");
  }

  Path pidFile() {
    return run().resolve("pidfile");
  }

  Path monitorPidFile() {
    return run().resolve("conmon.pid");
  }
}

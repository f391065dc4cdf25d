package dev.jpod.engine;

import java.nio.file.Path;

/** Where the files lie that become /etc/hosts, /etc/resolv.conf and /etc/hostname. */
record EtcPlaces(Path hosts, Path resolvConf, Path hostname) {
  /** Those that the containers of a pod share. */
  static EtcPlaces of(PodFiles pod) {
    return in(pod.files());
  }

  /** Those of a container without a pod. */
  static EtcPlaces of(ContainerFiles container) {
    return in(container.files());
  }

  private static EtcPlaces in(Path folder) {
    return new EtcPlaces(
        folder.resolve("hosts"), folder.resolve("resolv.conf"), folder.resolve("hostname"));
  }
}

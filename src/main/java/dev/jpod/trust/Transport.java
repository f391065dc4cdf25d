package dev.jpod.trust;

/** Where an image comes from, by the names that containers-transports(5) gives these places. */
public enum Transport {
  CONTAINERS_STORAGE("containers-storage"),
  DIR("dir"),
  DOCKER("docker"),
  DOCKER_ARCHIVE("docker-archive"),
  OCI("oci"),
  OCI_ARCHIVE("oci-archive");

  private final String word;

  Transport(String word) {
    this.word = word;
  }

  /** The name as a policy file has it. */
  public String word() {
    return word;
  }
}

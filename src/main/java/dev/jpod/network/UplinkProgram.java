package dev.jpod.network;

/** What connects the pods of one who is not root with the host. */
public enum UplinkProgram {
  /** Whichever the host has, slirp4netns first: ports can be changed while it runs. */
  INSTALLED,
  SLIRP4NETNS,
  PASTA
}

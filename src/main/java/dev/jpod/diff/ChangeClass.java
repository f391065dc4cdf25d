package dev.jpod.diff;

/** What a changed field costs the container that has it, from the cheapest to the dearest. */
public enum ChangeClass {
  /** The record is rewritten, and files that jpod owns; no runtime call. */
  META,
  /** The limits of the running process are updated. */
  LIVE,
  /** Files are rewritten, and the running process gets a signal. */
  SIGNAL,
  /** Files are rewritten and the same container is started again. */
  RESTART,
  /** A new container takes the place of the old one. */
  REPLACE
}

package dev.jpod.transfer;

/** What happens to an archive that is there already where another one is to be written. */
public enum Existing {
  REFUSED,
  REPLACED
}

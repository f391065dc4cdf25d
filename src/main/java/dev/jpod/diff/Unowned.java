package dev.jpod.diff;

/** What becomes of things that have a name which a stack needs, and that no stack owns. */
public enum Unowned {
  /** They stand in the way, and a person has to decide. */
  REFUSED,
  /** They become the stack's. */
  ADOPTED
}

package dev.jpod.observed;

/** How something comes to belong to a stack. */
public enum Ownership {
  /** As its record says: to a stack, or to none. */
  RECORDED,
  /** Its record names no stack; the one that needs its name is to take it over. */
  ADOPTED
}

package dev.jpod.observed;

import java.util.SortedMap;

/** Something that was made for a place in a stack, in which there should be one of its kind. */
public sealed interface Made permits ObservedContainer, ObservedPod {
  /** 64 hexadecimal digits. */
  String id();

  /** Counts what was made for the same place, from 1; 0 when it has no record. */
  int generation();

  /** The last applied fields: path to canonical value, defaults left out. */
  SortedMap<String, String> applied();

  /** Whether a run died while it made this. */
  boolean isIncomplete();

  /** How it comes to belong to its stack. */
  Ownership ownership();

  /** Whether no stack owns it yet, and the one that it is compared for is to take it over. */
  default boolean isAdopted() {
    return ownership() == Ownership.ADOPTED;
  }

  /** Whether a run died while it removed this. */
  boolean isHalfRemoved();
}

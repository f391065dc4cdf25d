package dev.jpod.plan;

/** What becomes of a stack's volumes when the stack is destroyed. */
public enum VolumeFate {
  KEEP,
  REMOVE
}

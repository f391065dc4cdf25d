package dev.jpod.engine;

/** On whose behalf a container is stopped. */
public enum Requester {
  /** A person asked: the container is wanted stopped until somebody starts it. */
  OPERATOR,
  /** A step of an apply: what is wanted of the container does not change. */
  RECONCILER
}

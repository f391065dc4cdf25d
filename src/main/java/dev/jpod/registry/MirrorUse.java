package dev.jpod.registry;

/** For what a mirror is asked, as {@code pull-from-mirror} says it. */
enum MirrorUse {
  ALL,
  DIGEST_ONLY,
  TAG_ONLY
}

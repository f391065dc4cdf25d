package dev.jpod.model;

/**
 * One replica of a pod that should exist.
 *
 * @param pod with networks by their names on the host: a pod that said nothing is attached to its
 *     stack's default network, or to none where its containers share no network namespace
 */
public record PodInstance(PodKey key, Pod pod) {}

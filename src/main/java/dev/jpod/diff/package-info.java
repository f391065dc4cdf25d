/**
 * Desired, last applied and actual state compared three ways, with a reason per field.
 *
 * <p>A switch over types is linked at its first use by generating a class, which costs about a
 * millisecond of a cold start. Where the common case of an apply with nothing to do would be the
 * first user of one, that case is told apart by {@code instanceof} before it.
 */
@NullMarked
package dev.jpod.diff;

import org.jspecify.annotations.NullMarked;

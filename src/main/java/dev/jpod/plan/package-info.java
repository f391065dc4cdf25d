/** Ordered, explained actions that close a difference, and how a plan reads. */
@NullMarked
package dev.jpod.plan;

import org.jspecify.annotations.NullMarked;

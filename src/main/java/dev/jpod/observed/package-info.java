/** A snapshot of what the host has, as data. */
@NullMarked
package dev.jpod.observed;

import org.jspecify.annotations.NullMarked;

/** Desired, last applied and actual state compared three ways, with a reason per field. */
@NullMarked
package dev.jpod.diff;

import org.jspecify.annotations.NullMarked;

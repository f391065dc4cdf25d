/** The words of desired state: immutable records that validate themselves. */
@NullMarked
package dev.jpod.model;

import org.jspecify.annotations.NullMarked;

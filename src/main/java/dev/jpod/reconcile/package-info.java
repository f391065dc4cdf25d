/** Observe, diff, plan, execute: what {@code plan}, {@code apply} and {@code destroy} do. */
@NullMarked
package dev.jpod.reconcile;

import org.jspecify.annotations.NullMarked;

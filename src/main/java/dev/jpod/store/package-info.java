/** Crash-safe state on disk: records, revisions, journal, locks and the event log. */
@NullMarked
package dev.jpod.store;

import org.jspecify.annotations.NullMarked;

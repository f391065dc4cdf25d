/** The only place that starts a process, calls libc or mounts, and the rules of writing to disk. */
@NullMarked
package dev.jpod.host;

import org.jspecify.annotations.NullMarked;

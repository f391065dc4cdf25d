/** Manifests from files, folders and standard input, as bytes that nobody has looked at yet. */
@NullMarked
package dev.jpod.source;

import org.jspecify.annotations.NullMarked;

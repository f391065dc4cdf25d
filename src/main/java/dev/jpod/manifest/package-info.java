/** Text to a {@link dev.jpod.model.Stack}, or to problems with file, line, column and a hint. */
@NullMarked
package dev.jpod.manifest;

import org.jspecify.annotations.NullMarked;

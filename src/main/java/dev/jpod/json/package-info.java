/** JSON text as a tree, at what a run that has nothing to do can afford. */
@NullMarked
package dev.jpod.json;

import org.jspecify.annotations.NullMarked;

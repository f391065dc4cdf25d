/** The life of containers and volumes: create, start, stop, exec, logs, remove, observe. */
@NullMarked
package dev.jpod.engine;

import org.jspecify.annotations.NullMarked;

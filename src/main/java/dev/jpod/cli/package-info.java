/** The command line: commands, rendering, exit codes and the one place where rooms are wired. */
@NullMarked
package dev.jpod.cli;

import org.jspecify.annotations.NullMarked;

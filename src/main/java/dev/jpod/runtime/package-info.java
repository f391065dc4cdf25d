/** The OCI bundle and the argument lists of the programs that run it: conmon, runc and crun. */
@NullMarked
package dev.jpod.runtime;

import org.jspecify.annotations.NullMarked;

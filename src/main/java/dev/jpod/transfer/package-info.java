/** Images on their way between the store and registries, archives and folders. */
@NullMarked
package dev.jpod.transfer;

import org.jspecify.annotations.NullMarked;

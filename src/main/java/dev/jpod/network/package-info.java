/** Links, addresses, published ports and names of pods on the host. */
@NullMarked
package dev.jpod.network;

import org.jspecify.annotations.NullMarked;

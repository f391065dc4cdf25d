/** Registries that speak the OCI distribution specification: how to reach, ask and feed them. */
@NullMarked
package dev.jpod.registry;

import org.jspecify.annotations.NullMarked;

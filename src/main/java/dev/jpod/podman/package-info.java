/** The image store that Podman, Buildah and their relatives share; it is only read. */
@NullMarked
package dev.jpod.podman;

import org.jspecify.annotations.NullMarked;

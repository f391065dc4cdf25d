/** Images: content by digest in an OCI image layout, and layers unpacked once and shared. */
@NullMarked
package dev.jpod.image;

import org.jspecify.annotations.NullMarked;

/** What of a host keeps containers from running, found before anything is tried. */
@NullMarked
package dev.jpod.doctor;

import org.jspecify.annotations.NullMarked;

/** Which images may be used: a policy, and the signatures that it asks for. */
@NullMarked
package dev.jpod.trust;

import org.jspecify.annotations.NullMarked;

/** Floor 8: what jpod knows, in formats of others. */
@NullMarked
package dev.jpod.export;

import org.jspecify.annotations.NullMarked;

package dev.jpod.registry;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Content-Range} of RFC 9110.
 *
 * @param whole the size of the whole; -1 when it is not said
 */
record ContentRange(long first, long last, long whole) {
  private static final Pattern FORM =
      Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\*|\\d{1,18})");

  static @Nullable ContentRange of(@Nullable String header) {
    Matcher form = FORM.matcher(header == null ? "" : header);
    if (!form.matches()) {
      return null;
    }
    return new ContentRange(
        Long.parseLong(form.group(1)),
        Long.parseLong(form.group(2)),
        form.group(3).equals("*") ? -1 : Long.parseLong(form.group(3)));
  }

  long length() {
    return last - first + 1;
  }

  /** Whether it can be a part of something of this size. */
  boolean isOf(long size) {
    return first <= last && last < size && (whole < 0 || whole == size);
  }
}

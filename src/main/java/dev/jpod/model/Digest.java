package dev.jpod.model;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A content digest {@code sha256:<64 lower-case hex digits>}, the only algorithm that the OCI image
 * specification requires.
 */
public record Digest(String value) {
  private static final Pattern FORM = Pattern.compile("sha256:[0-9a-f]{64}");

  public Digest {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "'" + value + "' is not a digest of the form sha256:<64 hex digits>");
    }
  }

  /** The digest with the given 64 hexadecimal digits. */
  public static Digest sha256(String hex) {
    return new Digest("sha256:" + hex);
  }

  /** The 64 hexadecimal digits after the algorithm's name. */
  public String hex() {
    return value.substring("sha256:".length());
  }

  /** The first twelve hexadecimal digits, as people quote them. */
  public String shortHex() {
    return hex().substring(0, 12);
  }

  /** {@code sha256:0123456789ab…}, enough to tell two apart at a glance. */
  public String abbreviated() {
    return "sha256:" + shortHex() + "…";
  }

  // Written out: a record's own is linked at run time, which a run with nothing to do pays for.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Digest that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return value;
  }
}

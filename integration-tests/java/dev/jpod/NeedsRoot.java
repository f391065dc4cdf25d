package dev.jpod;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/** Tests that only root can run: an ordinary user's suite leaves them out. */
@Tag(NeedsRoot.TAG)
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface NeedsRoot {
  /** What such tests are tagged with. */
  String TAG = "root";

  /** What of it an ordinary user may not do. */
  String value();
}

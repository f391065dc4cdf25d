package dev.jpod.transfer;

import dev.jpod.image.StoredContent;
import java.io.IOException;
import java.util.List;

/**
 * A file or folder under way that takes in one image after the other. None can be seen before all
 * are complete; closed before that, it leaves everything as it was.
 */
interface ImageBundle extends AutoCloseable {
  /**
   * Room for one more image, once the one before is finished.
   *
   * @param names what the image is called there
   */
  ImageDestination room(StoredContent content, List<String> names);

  /** Makes the images visible, all at once. */
  void complete() throws IOException;

  @Override
  void close() throws IOException;
}

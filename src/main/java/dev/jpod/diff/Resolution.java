package dev.jpod.diff;

import dev.jpod.model.Container;
import dev.jpod.model.ImageReference;
import dev.jpod.model.Instance.EnvEntry;
import dev.jpod.model.Instance.GrantedFile;
import dev.jpod.model.Pod;
import java.util.List;
import java.util.Map;

/**
 * What had to be looked up outside the stack file. {@link Expansion} asks once per container of a
 * pod, not once per replica.
 */
public interface Resolution {
  /** What the image's name means for this run. */
  WantedImage image(ImageReference reference);

  /** The environment that the manifest asks for, files and secrets included. */
  Map<String, EnvEntry> env(Pod pod, Container container);

  /** The content of every config and secret that the container is granted. */
  List<GrantedFile> files(Pod pod, Container container);
}

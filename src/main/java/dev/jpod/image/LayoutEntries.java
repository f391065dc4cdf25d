package dev.jpod.image;

import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the {@code index.json} of an image layout has, by the names that tools write there.
 *
 * @param what the layout, for messages
 */
public record LayoutEntries(ImageIndex index, String what) {
  /** Docker and containerd write the whole name here and only the tag into the other one. */
  private static final String CONTAINERD_NAME = "io.containerd.image.name";

  /** Whether the index as a whole is the image that is meant: nameless, for several platforms. */
  public boolean isMeantAsOne(ImagePick pick) {
    return switch (pick) {
      case ImagePick.Every _, ImagePick.Only _ -> isOneImage();
      case ImagePick.Named _, ImagePick.At _ -> false;
    };
  }

  private boolean isOneImage() {
    for (Descriptor entry : index.manifests()) {
      if (entry.platform() == null || nameOf(entry, what) != null) {
        return false;
      }
    }
    return index.manifests().size() > 1;
  }

  /**
   * The entries that are meant; several only when all are wanted, or one has several names.
   *
   * @throws JpodException of kind NOT_FOUND when there is none, USAGE when it is not clear which
   */
  public List<Descriptor> chosen(ImagePick pick) {
    return switch (pick) {
      case ImagePick.Every _ -> index.manifests();
      case ImagePick.Only _ -> only();
      case ImagePick.Named named -> named(named.name());
      case ImagePick.At at -> List.of(at(at.position()));
    };
  }

  private List<Descriptor> only() {
    Set<Digest> digests = new HashSet<>();
    for (Descriptor entry : index.manifests()) {
      digests.add(entry.digest());
    }
    if (digests.isEmpty()) {
      throw JpodException.notFound("there is no image in " + what, "name another place");
    }
    if (digests.size() > 1) {
      throw new JpodException(
          Failure.USAGE, "there are " + digests.size() + " images in " + what, hint());
    }
    return index.manifests();
  }

  private List<Descriptor> named(String name) {
    for (Descriptor entry : index.manifests()) {
      Map<String, String> notes = entry.annotations();
      if (name.equals(notes.get(Descriptor.REFERENCE_NAME))
          || name.equals(notes.get(CONTAINERD_NAME))) {
        return List.of(entry);
      }
    }
    throw JpodException.notFound("there is no image '" + name + "' in " + what, hint());
  }

  private Descriptor at(int position) {
    if (position >= index.manifests().size()) {
      throw JpodException.notFound("there is no image @" + position + " in " + what, hint());
    }
    return index.manifests().get(position);
  }

  private String hint() {
    Set<String> names = new TreeSet<>();
    for (Descriptor entry : index.manifests()) {
      String name = entry.annotations().get(Descriptor.REFERENCE_NAME);
      if (name != null) {
        names.add("'" + EntryName.shown(name) + "'");
      }
    }
    return names.isEmpty()
        ? "its images have no names; put :@0 behind the path for the first one"
        : "put one of these names behind the path: " + String.join(", ", new ArrayList<>(names));
  }

  /**
   * The image that an entry names; null for a bare tag, which names no image.
   *
   * @param what the layout, for messages
   */
  public static @Nullable ImageReference nameOf(Descriptor entry, String what) {
    String name = entry.annotations().get(CONTAINERD_NAME);
    if (name == null) {
      name = entry.annotations().get(Descriptor.REFERENCE_NAME);
    }
    if (name == null || (name.indexOf('/') < 0 && name.indexOf(':') < 0)) {
      return null;
    }
    try {
      return ImageReference.of(name);
    } catch (IllegalArgumentException e) {
      throw Json.wrong("the name of an image in " + what, e.getMessage());
    }
  }
}

package dev.jpod.transfer;

import dev.jpod.image.Descriptor;
import dev.jpod.image.ImageIndex;
import dev.jpod.image.ImagePick;
import dev.jpod.image.LayoutEntries;
import dev.jpod.model.Digest;
import dev.jpod.model.ImageReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An image of an OCI image layout in a folder. */
final class OciFolderOrigin extends FolderOrigin {
  private static final String INDEX = OciFolderBundle.INDEX;

  private final LayoutEntries entries;
  private final ImagePick pick;

  OciFolderOrigin(Path folder, ImagePick pick) {
    super(folder);
    this.pick = pick;
    this.entries =
        new LayoutEntries(
            ImageIndex.read(read(INDEX), "the image index " + name(INDEX)), "'" + folder + "'");
  }

  @Override
  String blob(Digest digest) {
    return OciFolderBundle.blob(digest);
  }

  @Override
  public Document manifest() {
    if (entries.isMeantAsOne(pick)) {
      return document(INDEX);
    }
    Descriptor entry = entries.chosen(pick).getFirst();
    return document(blob(entry.digest()), entry.digest());
  }

  @Override
  public Document manifest(Digest digest) {
    return document(blob(digest), digest);
  }

  /** The whole names that the layout has for the image; none for bare tags. */
  List<ImageReference> names() {
    List<ImageReference> names = new ArrayList<>();
    if (!entries.isMeantAsOne(pick)) {
      for (Descriptor entry : entries.chosen(pick)) {
        ImageReference name = LayoutEntries.nameOf(entry, "'" + folder() + "'");
        if (name != null) {
          names.add(name);
        }
      }
    }
    return names;
  }
}

package dev.jpod.image;

import dev.jpod.host.HostUser;
import dev.jpod.model.Digest;
import dev.jpod.model.IdMappings;
import dev.jpod.model.IdMappings.Range;
import java.nio.file.Path;
import java.util.List;

/**
 * Has the files of an image given other owners, in a process of its own: {@code ROOT DRIVER IMAGE}.
 */
final class ShiftProgram {
  static final IdMappings IDS =
      new IdMappings(List.of(new Range(0, 1000, 5000)), List.of(new Range(0, 2000, 5000)));

  private ShiftProgram() {}

  public static void main(String[] arguments) {
    UnionChoice choice = new UnionChoice(HostUser.ofProcess(), UnionDriver.valueOf(arguments[1]));
    ImageStore store = ImageStore.open(Path.of(arguments[0]), UnpackLimits.GENEROUS, choice);
    try (ImageStore.Hold _ = store.hold()) {
      System.out.println(store.root(new Digest(arguments[2]), IDS).shifted());
    }
  }
}

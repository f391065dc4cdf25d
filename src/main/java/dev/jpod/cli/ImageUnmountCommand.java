package dev.jpod.cli;

import dev.jpod.image.Image;
import dev.jpod.image.ImageMounts;
import dev.jpod.model.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code jpod image unmount}. */
final class ImageUnmountCommand implements Subcommand {
  private static final String ALL = "--all";
  private static final int SHORTEST_ID = 4;

  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Takes the folders away in which 'jpod image mount' shows the files of images.",
            "An image that is not mounted is no failure.")
        .flag("-a," + ALL, "All that are mounted.")
        .operand("IMAGE", Syntax.Arity.ANY, Syntax.IMAGE)
        .example("jpod image unmount web:1", "Unmounts one image.")
        .example("jpod image unmount --all", "Unmounts all.")
        .exit(ExitCode.DONE)
        .exit(ExitCode.FAILED)
        .exit(ExitCode.USAGE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    List<String> names = arguments.operands();
    if (names.isEmpty() != arguments.has(ALL)) {
      throw WrongUsage.usage(
          "'jpod image unmount' needs either IMAGE or " + ALL,
          "'jpod image mount' lists what is mounted");
    }
    ImageMounts mounts = wiring.imageMounts();
    List<Digest> ids = new ArrayList<>(names.isEmpty() ? mounts.list().keySet() : List.of());
    for (String name : names) {
      ids.add(id(name, wiring));
    }
    for (Digest id : ids) {
      if (mounts.unmount(id) && !wiring.isQuiet()) {
        wiring.console().out().line("unmounted " + id.shortHex());
      }
    }
    return ExitCode.DONE.code();
  }

  /** Also of an image that has lost its place in the store by force. */
  private static Digest id(String name, Wiring wiring) {
    Optional<Image> image = wiring.images().resolve(name);
    if (image.isPresent()) {
      return image.get().id();
    }
    for (Digest id : wiring.imageMounts().list().keySet()) {
      if (id.value().equals(name) || (name.length() >= SHORTEST_ID && id.hex().startsWith(name))) {
        return id;
      }
    }
    throw ImageNames.missing(name);
  }
}

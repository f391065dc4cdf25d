package dev.jpod.cli;

import dev.jpod.image.Image;
import dev.jpod.image.ImageMounts;
import dev.jpod.image.ImageStore;
import dev.jpod.model.Digest;
import dev.jpod.model.ImageReference;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code jpod image mount}. */
final class ImageMountCommand implements Subcommand {
  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Shows the files of images, read-only, in folders whose paths it prints.",
            "A mounted image is not removed. It stays mounted until 'jpod image unmount', or until"
                + " the host starts anew. Without arguments the mounted images are listed.")
        .output()
        .operand("IMAGE", Syntax.Arity.ANY, Syntax.IMAGE)
        .example("ls $(jpod image mount web:1)/etc", "Looks into an image.")
        .example("jpod image mount", "Lists the mounted images.")
        .section(
            "Fields of the JSON objects",
            List.of(
                "  id     digest of the configuration, sha256:...",
                "  names  all names with tag or digest, normalised",
                "  path   the folder"))
        .exit(ExitCode.DONE)
        .exit(ExitCode.FAILED)
        .exit(ExitCode.USAGE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    List<String> names = arguments.operands();
    Map<Digest, Path> mounted =
        names.isEmpty() ? wiring.imageMounts().list() : mount(names, wiring);
    Output out = wiring.console().out();
    switch (arguments.format()) {
      case JSON -> json(out, mounted, wiring.images());
      case TEXT -> {
        if (names.size() == 1) {
          mounted.values().forEach(path -> out.line(path.toString()));
        } else {
          mounted.forEach((id, path) -> out.line(id.shortHex() + "  " + path));
        }
      }
    }
    return ExitCode.DONE.code();
  }

  private static Map<Digest, Path> mount(List<String> names, Wiring wiring) {
    ImageStore images = wiring.images();
    ImageMounts mounts = wiring.imageMounts();
    Map<Digest, Path> mounted = new LinkedHashMap<>();
    try (ImageStore.Hold _ = images.hold()) {
      Map<Digest, Image> chosen = new LinkedHashMap<>();
      for (String name : names) {
        Image image = images.resolve(name).orElseThrow(() -> ImageNames.missing(name));
        chosen.put(image.id(), image);
      }
      for (Digest id : chosen.keySet()) {
        mounted.put(id, mounts.mount(id, images.root(id)));
      }
    }
    return mounted;
  }

  private static void json(Output out, Map<Digest, Path> mounted, ImageStore images) {
    JsonOutput.array(
        out,
        List.copyOf(mounted.entrySet()),
        (json, entry) -> {
          json.writeStringProperty("id", entry.getKey().value());
          json.writeName("names").writeStartArray();
          Optional<Image> image = images.resolve(entry.getKey().value());
          if (image.isPresent()) {
            for (ImageReference name : image.get().references()) {
              json.writeString(name.toString());
            }
          }
          json.writeEndArray();
          json.writeStringProperty("path", entry.getValue().toString());
        });
  }
}

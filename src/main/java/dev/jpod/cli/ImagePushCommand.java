package dev.jpod.cli;

import dev.jpod.host.CallerMask;
import dev.jpod.image.Image;
import dev.jpod.image.ImagePick;
import dev.jpod.image.ImageStore;
import dev.jpod.image.StoredContent;
import dev.jpod.model.Digest;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import dev.jpod.transfer.Departing;
import dev.jpod.transfer.Departures;
import dev.jpod.transfer.Existing;
import dev.jpod.transfer.Location;
import dev.jpod.transfer.TransferListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code jpod push}. */
final class ImagePushCommand implements Subcommand {
  private static final String DIGEST_FILE = "--digestfile";
  private static final String FORCE = "--force";

  /** What was done. */
  private record Pushed(Image image, Location to, Digest digest) {}

  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Carries an image of the store to a registry, or to a file or a folder.",
            "The manifest goes word for word, so that the image has the same digest there. Only a"
                + " docker-archive holds none, and in the words of OCI one of Docker gets another."
                + " Nothing can be seen before all of it is there.")
        .option(DIGEST_FILE, "FILE", "Write the digest of the manifest into this file.")
        .flag("-f," + FORCE, "Write over an archive that is there already.")
        .output();
    RegistryArguments.describe(syntax);
    syntax
        .operand("IMAGE", Syntax.Arity.ONE, Syntax.IMAGE)
        .operand(
            "DESTINATION",
            Syntax.Arity.AT_MOST_ONE,
            "Another name, docker://NAME, oci:FOLDER[:NAME], oci-archive:FILE[:NAME],"
                + " docker-archive:FILE[:NAME] or dir:FOLDER. Default: the registry of the image's"
                + " name.")
        .example("jpod push registry.example/shop/web:2", "To the registry of the name.")
        .example("jpod push web:2 docker://registry.example/shop/web:2", "Under another name.")
        .example("jpod push web:2 oci:/srv/images:web-2", "Into an image layout in a folder.")
        .section(
            "Fields of the JSON object",
            List.of(
                "  id           digest of the configuration, sha256:...",
                "  digest       digest of the manifest",
                "  destination  where the image is now",
                "  size         bytes of the image"))
        .exit(ExitCode.DONE)
        .exit(1, "failed, for example because the right to push there is missing")
        .exit(3, "something is in the way where the image was to go")
        .exit(ExitCode.USAGE)
        .exit(ExitCode.UNREACHABLE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    String name = arguments.operands().getFirst();
    ImageStore images = wiring.images();
    Pushed pushed;
    try (ImageStore.Hold _ = images.hold()) {
      Image image = images.resolve(name).orElseThrow(() -> ImageNames.missing(name));
      Location to = destination(arguments, image, wiring);
      pushed = new Pushed(image, to, push(name, image, to, arguments, wiring));
    }
    String file = arguments.value(DIGEST_FILE);
    if (file != null) {
      write(wiring.around().directory().resolve(file), pushed.digest().value());
    }
    show(pushed, arguments, wiring);
    return ExitCode.DONE.code();
  }

  private static Location destination(Arguments arguments, Image image, Wiring wiring) {
    List<String> operands = arguments.operands();
    if (operands.size() > 1) {
      return Location.of(operands.getLast(), wiring.around().directory());
    }
    ImageReference name = ImageNames.found(image, operands.getFirst());
    if (name == null) {
      throw WrongUsage.usage(
          "'" + operands.getFirst() + "' does not say where to push the image",
          "name the destination, too: jpod push IMAGE docker://REGISTRY/NAME");
    }
    return new Location.Registry(name);
  }

  private static Digest push(
      String name, Image image, Location to, Arguments arguments, Wiring wiring) {
    boolean isNamedBoth = arguments.operands().size() > 1;
    return PullProgress.during(
        isNamedBoth ? name + " to " + to : name,
        image.size(),
        "pushed",
        wiring,
        listener -> carry(name, image, to, listener, arguments, wiring));
  }

  private static Digest carry(
      String name,
      Image image,
      Location to,
      TransferListener listener,
      Arguments arguments,
      Wiring wiring) {
    return switch (to) {
      case Location.Name bare ->
          registry(image, ImageReference.of(bare.text()), listener, arguments, wiring);
      case Location.Registry registry ->
          registry(image, registry.reference(), listener, arguments, wiring);
      case Location.Local local ->
          Departures.save(
                  List.of(
                      new Departing(
                          content(image, wiring), names(local, ImageNames.found(image, name)))),
                  local,
                  arguments.has(FORCE) ? Existing.REPLACED : Existing.REFUSED,
                  listener)
              .getFirst();
      case Location.Storage _ ->
          throw JpodException.refused(
              "the storage of other tools is only read",
              "push to oci:FOLDER, and have the other tool pull from there");
    };
  }

  private static StoredContent content(Image image, Wiring wiring) {
    return wiring.images().content(image.manifestDigest().value());
  }

  private static Digest registry(
      Image image,
      ImageReference to,
      TransferListener listener,
      Arguments arguments,
      Wiring wiring) {
    return Departures.push(
        content(image, wiring),
        to,
        image.references(),
        wiring.registries(RegistryArguments.settings(arguments, wiring)),
        listener);
  }

  /** In a docker-archive an image without a name could only be asked for by its place. */
  private static List<String> names(Location.Local to, @Nullable ImageReference asked) {
    return switch (to) {
      case Location.OciFolder layout -> names(layout.pick());
      case Location.OciArchive archive -> names(archive.pick());
      case Location.DockerArchive archive -> {
        List<String> names = names(archive.pick());
        yield names.isEmpty() && asked != null ? List.of(asked.toString()) : names;
      }
      case Location.Folder _ -> List.of();
    };
  }

  private static List<String> names(ImagePick pick) {
    return switch (pick) {
      case ImagePick.Every _, ImagePick.Only _ -> List.of();
      case ImagePick.Named named -> List.of(named.name());
      case ImagePick.At at ->
          throw WrongUsage.usage(
              "@" + at.position() + " cannot name an image that is written",
              "give a name behind the path, or none");
    };
  }

  private static void write(Path file, String digest) {
    try {
      boolean isNew = Files.notExists(file);
      Files.writeString(file, digest);
      if (isNew) {
        CallerMask.ofProcess().give(file);
      }
    } catch (IOException e) {
      throw IoFailure.of("the digest could not be written", file, e);
    }
  }

  private static void show(Pushed pushed, Arguments arguments, Wiring wiring) {
    switch (arguments.format()) {
      case TEXT -> {}
      case JSON ->
          JsonOutput.document(
              wiring.console().out(),
              json ->
                  json.writeStartObject()
                      .writeStringProperty("id", pushed.image().id().value())
                      .writeStringProperty("digest", pushed.digest().value())
                      .writeStringProperty("destination", pushed.to().toString())
                      .writeNumberProperty("size", pushed.image().size())
                      .writeEndObject());
    }
  }
}

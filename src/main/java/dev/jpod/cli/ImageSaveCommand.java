package dev.jpod.cli;

import dev.jpod.image.Image;
import dev.jpod.image.ImagePick;
import dev.jpod.image.ImageStore;
import dev.jpod.model.Digest;
import dev.jpod.model.ImageReference;
import dev.jpod.transfer.Departing;
import dev.jpod.transfer.Departures;
import dev.jpod.transfer.Departures.ArchiveForm;
import dev.jpod.transfer.Existing;
import dev.jpod.transfer.Location;
import dev.jpod.transfer.TransferListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code jpod save}. */
final class ImageSaveCommand implements Subcommand {
  private static final String FILE = "--output";
  private static final String FORM = "--format";
  private static final String FORCE = "--force";

  /** What images can be saved as. */
  private enum Form {
    DOCKER_ARCHIVE,
    OCI_ARCHIVE,
    OCI_FOLDER,
    FILES
  }

  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Writes images into an archive that 'jpod load' and other tools read.",
            "What several images share is written once. A file appears when all of it is there.")
        .option("-o," + FILE, "FILE", "A file, or a folder. Default: standard output.")
        .option(
            FORM,
            "FORM",
            "docker-archive (the default), oci-archive, oci-dir for the folder of an OCI layout, or"
                + " docker-dir for a folder of files, which holds one image. Only the last three"
                + " have manifests; those of OCI layouts are in OCI's form.")
        .flag("-f," + FORCE, "Write over an archive that is there already.")
        .operand("IMAGE", Syntax.Arity.AT_LEAST_ONE, Syntax.IMAGE)
        .example("jpod save -o shop.tar web:1 db:1", "Two images in one archive.")
        .example("jpod save web:1 | ssh other jpod load", "To another host.")
        .example("jpod save --format oci-dir -o layout web:1", "An image layout in a folder.")
        .exit(ExitCode.DONE)
        .exit(ExitCode.FAILED)
        .exit(3, "something is in the way where the images were to go; it stays")
        .exit(ExitCode.USAGE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    Form form = form(arguments);
    String file = arguments.value(FILE);
    if (file == null) {
      requireStream(form, wiring.console());
    }
    ImageStore images = wiring.images();
    try (ImageStore.Hold _ = images.hold()) {
      Map<Digest, Image> chosen = new LinkedHashMap<>();
      Map<Digest, Set<String>> names = new LinkedHashMap<>();
      for (String name : arguments.operands()) {
        Image image = images.resolve(name).orElseThrow(() -> ImageNames.missing(name));
        chosen.put(image.manifestDigest(), image);
        Set<String> ofImage =
            names.computeIfAbsent(image.manifestDigest(), _ -> new LinkedHashSet<>());
        ImageReference found = ImageNames.found(image, name);
        if (found != null && found.tag() != null) {
          ofImage.add(found.name() + ":" + found.tag());
        }
      }
      if (form == Form.FILES && chosen.size() > 1) {
        throw WrongUsage.usage(
            "docker-dir holds one image, not " + chosen.size(), "save them one by one");
      }
      List<Departing> departing = new ArrayList<>();
      names.forEach(
          (digest, ofImage) ->
              departing.add(new Departing(images.content(digest.value()), List.copyOf(ofImage))));
      save(departing, form, size(chosen), arguments, wiring);
    }
    return ExitCode.DONE.code();
  }

  private static long size(Map<Digest, Image> images) {
    long size = 0;
    for (Image image : images.values()) {
      size += image.size();
    }
    return size;
  }

  private static void save(
      List<Departing> images, Form form, long size, Arguments arguments, Wiring wiring) {
    String file = arguments.value(FILE);
    String what = file == null ? "to standard output" : file;
    PullProgress.during(
        what,
        size,
        "saved",
        wiring,
        listener -> {
          if (file == null) {
            stream(images, form, wiring.console().out(), listener);
          } else {
            Departures.save(
                images,
                place(form, wiring.around().directory().resolve(file)),
                arguments.has(FORCE) ? Existing.REPLACED : Existing.REFUSED,
                listener);
          }
          return what;
        });
  }

  private static void stream(
      List<Departing> images, Form form, Output out, TransferListener listener) {
    switch (form) {
      case DOCKER_ARCHIVE -> Departures.save(images, ArchiveForm.DOCKER, out, listener);
      case OCI_ARCHIVE -> Departures.save(images, ArchiveForm.OCI, out, listener);
      case OCI_FOLDER, FILES -> throw new IllegalStateException("a folder is no stream");
    }
  }

  private static Location.Local place(Form form, Path path) {
    ImagePick pick = new ImagePick.Only();
    return switch (form) {
      case DOCKER_ARCHIVE -> new Location.DockerArchive(path, pick);
      case OCI_ARCHIVE -> new Location.OciArchive(path, pick);
      case OCI_FOLDER -> new Location.OciFolder(path, pick);
      case FILES -> new Location.Folder(path);
    };
  }

  private static void requireStream(Form form, Console console) {
    switch (form) {
      case DOCKER_ARCHIVE, OCI_ARCHIVE -> {
        if (console.terminals().out()) {
          throw WrongUsage.usage(
              "an archive is nothing for a terminal", "name a file with -o, or write into a pipe");
        }
      }
      case OCI_FOLDER, FILES ->
          throw WrongUsage.usage(
              "a folder cannot be written to standard output", "name it with -o");
    }
  }

  private static Form form(Arguments arguments) {
    String value = arguments.value(FORM, "docker-archive");
    return switch (value) {
      case "docker-archive" -> Form.DOCKER_ARCHIVE;
      case "oci-archive" -> Form.OCI_ARCHIVE;
      case "oci-dir" -> Form.OCI_FOLDER;
      case "docker-dir" -> Form.FILES;
      default ->
          throw Arguments.wrong(FORM, value, "docker-archive, oci-archive, oci-dir or docker-dir");
    };
  }
}

package dev.jpod.cli;

import dev.jpod.image.Image;
import dev.jpod.image.Platform;
import dev.jpod.model.Container.PullPolicy;
import dev.jpod.model.JpodException;
import dev.jpod.transfer.Location;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code jpod pull}. */
final class ImagePullCommand implements Subcommand {
  private static final String PLATFORM = "--platform";
  private static final String POLICY = "--policy";

  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Brings images from registries, archives and folders into the store.",
            "What arrives is checked by its digest and unpacked while it arrives. A pull that was"
                + " broken off goes on where it stopped when it is repeated. With --quiet the ids"
                + " of the images are printed.")
        .option(
            PLATFORM,
            "OS/ARCH[/VARIANT]",
            "Of an image for several platforms, take this one. Default: the host's own.")
        .option(
            POLICY,
            "POLICY",
            "When to ask the registry: always, missing, newer or never. Default: always.")
        .output();
    RegistryArguments.describe(syntax);
    syntax
        .operand("IMAGE", Syntax.Arity.AT_LEAST_ONE, "The name of an image, or where it is.")
        .section(
            "Where images are",
            List.of(
                "  NAME[:TAG|@DIGEST]    in a registry; a short name means what registries.conf"
                    + " says, else docker.io",
                "  docker://NAME         the same, with the registry in the name",
                "  oci:FOLDER[:NAME]     in the folder of an OCI layout",
                "  oci-archive:FILE[:NAME], docker-archive:FILE[:NAME]",
                "  dir:FOLDER            in the form of skopeo",
                "  containers-storage:NAME    of podman or buildah on this host, used in place"))
        .example("jpod pull docker.io/library/nginx:1.27", "Brings in one image.")
        .example("jpod pull --platform linux/arm64 alpine:3", "The one for another platform.")
        .example("jpod pull oci-archive:shop.tar", "From a file.")
        .section("Fields of the JSON objects", ImageJson.FIELDS)
        .exit(ExitCode.DONE)
        .exit(1, "an image, or the right to have it, is not there; or the disk is in the way")
        .exit(3, "an image is damaged, not safe or not allowed by the policy; nothing was kept")
        .exit(ExitCode.USAGE)
        .exit(ExitCode.UNREACHABLE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    Platform platform = platform(arguments);
    PullPolicy asked = ImageArguments.policy(arguments, POLICY);
    ImagePulls pulls =
        new ImagePulls(
            wiring,
            RegistryArguments.settings(arguments, wiring),
            platform,
            asked == null ? PullPolicy.ALWAYS : asked);
    Map<String, Location> places = new LinkedHashMap<>();
    for (String name : arguments.operands()) {
      places.put(name, Location.of(name, wiring.around().directory()));
    }
    List<Image> pulled = new ArrayList<>();
    int code = ExitCode.DONE.code();
    for (Location place : places.values()) {
      try {
        Image image = pulls.pull(place);
        pulled.add(image);
        warnOfAnother(platform, place, image, wiring.console());
      } catch (JpodException e) {
        code = wiring.failures().report(e).code();
      }
    }
    show(pulled, arguments, wiring);
    return code;
  }

  /** An image without an index is taken for any platform: registries offer no other. */
  private static void warnOfAnother(Platform wanted, Location place, Image image, Console console) {
    String os = image.config().os();
    String architecture = image.config().architecture();
    if (!os.equals(wanted.os()) || !architecture.equals(wanted.architecture())) {
      console.note(
          "warning: '"
              + Failures.harmless(place + "' is for " + os + "/" + architecture)
              + ", not for "
              + wanted);
    }
  }

  private static void show(List<Image> pulled, Arguments arguments, Wiring wiring) {
    Output out = wiring.console().out();
    switch (arguments.format()) {
      case JSON -> ImageJson.list(out, pulled);
      case TEXT -> {
        if (wiring.isQuiet()) {
          pulled.forEach(image -> out.line(image.id().hex()));
        }
      }
    }
  }

  private static Platform platform(Arguments arguments) {
    String value = arguments.value(PLATFORM);
    if (value == null) {
      return Platform.ofHost();
    }
    try {
      return Platform.of(value);
    } catch (IllegalArgumentException e) {
      throw Arguments.wrong(PLATFORM, value, "for example linux/arm64 or linux/arm/v7");
    }
  }
}

package dev.jpod.cli;

import dev.jpod.image.Image;
import dev.jpod.image.Platform;
import dev.jpod.model.Container.PullPolicy;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import dev.jpod.transfer.ImageCatalog;
import dev.jpod.transfer.ResolvedImage;
import java.util.ArrayList;
import java.util.List;

/** {@code jpod pull}. */
final class ImagePullCommand implements Subcommand {
  private static final String PLATFORM = "--platform";
  private static final String POLICY = "--policy";

  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Brings images from registries into the store.",
            "What arrives is checked by its digest and unpacked while it arrives. A pull that was"
                + " broken off goes on where it stopped when it is repeated.")
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
        .operand(
            "IMAGE",
            Syntax.Arity.AT_LEAST_ONE,
            "The name of an image, with a tag or a digest (NAME@sha256:...).")
        .example("jpod pull docker.io/library/nginx:1.27", "Brings in one image.")
        .example("jpod pull --platform linux/arm64 alpine:3", "The one for another platform.")
        .section("Fields of the JSON objects", ImageJson.FIELDS)
        .exit(ExitCode.DONE)
        .exit(1, "an image, or the right to have it, is not there; or the disk is in the way")
        .exit(3, "an image is damaged, not safe or not allowed by the policy; nothing was kept")
        .exit(ExitCode.USAGE)
        .exit(ExitCode.UNREACHABLE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    PullPolicy asked = ImageArguments.policy(arguments, POLICY);
    PullPolicy policy = asked == null ? PullPolicy.ALWAYS : asked;
    ImageCatalog catalog =
        wiring.catalog(RegistryArguments.settings(arguments, wiring), platform(arguments));
    List<ImageReference> references = new ArrayList<>();
    for (String name : arguments.operands()) {
      references.add(ImageNames.reference(name));
    }
    List<Image> pulled = new ArrayList<>();
    int code = ExitCode.DONE.code();
    for (ImageReference reference : references) {
      try {
        ResolvedImage image = pull(reference, policy, catalog, wiring);
        wiring.images().resolve(image.manifest().value()).ifPresent(pulled::add);
      } catch (JpodException e) {
        code = wiring.failures().report(e).code();
      }
    }
    show(pulled, arguments, wiring);
    return code;
  }

  private static ResolvedImage pull(
      ImageReference reference, PullPolicy policy, ImageCatalog catalog, Wiring wiring) {
    ResolvedImage image = catalog.resolve(reference, policy);
    switch (image.presence()) {
      case STORED -> {
        if (!wiring.isQuiet()) {
          wiring.console().note("up to date: " + reference + "  " + image.digest());
        }
      }
      case REMOTE -> {
        try (PullProgress progress =
            new PullProgress(reference.toString(), image.size(), wiring.console())) {
          if (!wiring.isQuiet()) {
            progress.start(wiring.around().variable("TERM"));
          }
          catalog.obtain(image, progress.listener());
          if (!wiring.isQuiet()) {
            progress.done("pulled");
          }
        }
      }
    }
    return image;
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

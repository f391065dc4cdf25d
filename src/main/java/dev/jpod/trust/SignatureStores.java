package dev.jpod.trust;

import dev.jpod.model.JpodException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where signatures of images of registries are kept, as {@code registries.d} says it:
 * containers-registries.d(5).
 */
public final class SignatureStores {
  private static final String OF_HOST = "etc/containers/registries.d";

  private final Map<String, Section> sections;
  private final URI standard;

  /**
   * What is said of a scope, or of all that no scope says anything of.
   *
   * @param lookaside where simple signatures are read
   * @param attachments whether signatures are attached to images in the registry itself
   */
  record Section(@Nullable URI lookaside, @Nullable Attachments attachments) {}

  /** Whether a registry is asked for signatures that are attached to an image. */
  enum Attachments {
    READ,
    LEFT_ALONE
  }

  /**
   * @param sections by their scope; that of {@code default-docker} is the empty one
   * @param standard the lookaside where nobody says another
   */
  SignatureStores(Map<String, Section> sections, URI standard) {
    this.sections = Map.copyOf(sections);
    this.standard = standard;
  }

  /**
   * What holds on the host: the user's folder counts instead of that of the host, when it is there.
   *
   * @param environment in which XDG_CONFIG_HOME and HOME say where the user's is
   * @param host the folder that has the host's {@code etc} and {@code var}
   * @param user the number of the user
   * @throws JpodException when a file cannot be read or understood
   */
  public static SignatureStores ofHost(Map<String, String> environment, Path host, int user) {
    List<Path> folders = new ArrayList<>();
    for (Path folder : ConfigFolder.ofUser(environment)) {
      folders.add(folder.resolve("registries.d"));
    }
    folders.add(host.resolve(OF_HOST));
    URI standard = standard(environment, host, user);
    for (Path folder : folders) {
      if (Files.isDirectory(folder)) {
        return new SignatureStores(SignatureStoresReader.read(folder), standard);
      }
    }
    return new SignatureStores(Map.of(), standard);
  }

  private static URI standard(Map<String, String> environment, Path host, int user) {
    String home = environment.get("HOME");
    Path folder =
        user == 0 || home == null || !home.startsWith("/")
            ? host.resolve("var/lib/containers/sigstore")
            : Path.of(home, ".local/share/containers/sigstore");
    return URI.create("file://" + folder.toUri().getRawPath());
  }

  /** Where the simple signatures of an image are: a place of {@code file}, http or https. */
  public URI lookaside(Subject subject) {
    URI said = narrowest(subject, Section::lookaside);
    return said == null ? standard : said;
  }

  /**
   * Whether the registry is asked for signatures that are attached. A policy that demands them is
   * reason enough; only what {@code use-sigstore-attachments} forbids is left alone.
   */
  public boolean readsAttachments(Subject subject) {
    return narrowest(subject, Section::attachments) != Attachments.LEFT_ALONE;
  }

  /** Each setting is looked for on its own, from the narrowest scope to the default. */
  private <T> @Nullable T narrowest(Subject subject, Function<Section, @Nullable T> setting) {
    for (String scope : subject.scopes()) {
      T said = of(scope, setting);
      if (said != null) {
        return said;
      }
    }
    return of("", setting);
  }

  private <T> @Nullable T of(String scope, Function<Section, @Nullable T> setting) {
    Section section = sections.get(scope);
    return section == null ? null : setting.apply(section);
  }
}

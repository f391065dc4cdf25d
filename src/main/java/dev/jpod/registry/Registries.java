package dev.jpod.registry;

import dev.jpod.model.Failure;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import dev.jpod.registry.Credential.Password;
import dev.jpod.registry.RegistryRule.Access;
import dev.jpod.registry.RegistryRule.Mirror;
import dev.jpod.registry.RegistryRule.Place;
import dev.jpod.registry.RegistryRule.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * All registries, as the host's and the user's configuration sees them. Reads nothing before it is
 * asked for something. Safe for several threads.
 */
public final class Registries {
  private final RegistrySettings settings;
  private final Certificates certificates;
  private final Credentials credentials;
  private final AtomicReference<@Nullable RegistriesConf> configuration = new AtomicReference<>();
  private final Map<String, Peer> peers = new ConcurrentHashMap<>();
  private final Map<String, Authority> authorities = new ConcurrentHashMap<>();

  public Registries(RegistrySettings settings) {
    this.settings = settings;
    this.certificates = new Certificates(settings);
    this.credentials = new Credentials(settings);
  }

  /**
   * The repository of an image; tag and digest do not matter.
   *
   * @throws dev.jpod.model.JpodException of kind REFUSED when the configuration blocks it
   */
  public Repository repository(ImageReference image) {
    Wire wire = new Wire(settings, certificates);
    RegistryRule rule = configuration().ruleOf(image);
    if (rule == null) {
      Place named = new Place(image.registry(), image.repository());
      RemoteRepository own = place(named, Access.SECURE, wire);
      return new Repository(image.name(), own, List.of(own), List.of(own), wire);
    }
    requireAllowed(rule, image.name());
    List<RemoteRepository> forTags = new ArrayList<>();
    List<RemoteRepository> forDigests = new ArrayList<>();
    for (Mirror mirror : rule.mirrors()) {
      RemoteRepository place = place(rule.place(image, mirror), mirror.access(), wire);
      switch (mirror.use()) {
        case ALL -> {
          forTags.add(place);
          forDigests.add(place);
        }
        case TAG_ONLY -> forTags.add(place);
        case DIGEST_ONLY -> forDigests.add(place);
      }
    }
    RemoteRepository last = place(rule.place(image), rule.access(), wire);
    forTags.add(last);
    forDigests.add(last);
    RemoteRepository own =
        place(new Place(image.registry(), image.repository()), rule.access(), wire);
    return new Repository(image.name(), own, forTags, forDigests, wire);
  }

  /**
   * The images that a person may mean by a name typed on a command line, the most likely first. A
   * name with a registry has one meaning. Names in stack files are not for this: they mean the same
   * on every host.
   *
   * @throws JpodException of kind USAGE when it is no name, REFUSED when it has to be more explicit
   */
  public List<ImageReference> candidates(String name) {
    return configuration().shortNames().candidates(name);
  }

  /** The registries where names without one are looked for, in this order. */
  public List<String> searched() {
    return configuration().shortNames().registries();
  }

  /**
   * At most so many repositories of a registry whose names, or what is said of them, hold a text.
   *
   * @throws JpodException of kind FAILED when the registry cannot be searched, UNREACHABLE when it
   *     does not answer, REFUSED when it is blocked
   */
  public List<FoundImage> search(String registry, String term, int limit) {
    ImageReference any = new LoginName(registry, "").repository();
    try (Wire wire = new Wire(settings, certificates)) {
      Endpoint endpoint = endpoint(any);
      RegistryApi api =
          new RegistryApi(
              new Peer(registry, endpoint.security()),
              new Authority(() -> credentials.of(registry)),
              wire);
      return new Search(api, new Attempts(registry, settings.patience(), wire)).find(term, limit);
    }
  }

  /** Files of web servers; certificates are looked for where those of registries are. */
  public WebFiles webFiles() {
    return new WebFiles(new Wire(settings, certificates), settings);
  }

  /**
   * Returns when the registry lets in whoever shows the credential.
   *
   * @throws JpodException of kind FAILED when it does not, UNREACHABLE when it cannot be asked
   */
  void check(LoginName name, Password credential) {
    try (Wire wire = new Wire(settings, certificates)) {
      Endpoint endpoint = endpoint(name.repository());
      RegistryApi api =
          new RegistryApi(
              new Peer(endpoint.registry(), endpoint.security()),
              new Authority(() -> credential),
              wire);
      new Attempts(api.registry(), settings.patience(), wire)
          .repeat(
              () -> {
                try (Response answer = api.send(Request.get(api.uri("/v2/")), Scope.NONE)) {
                  Answers.requireSuccess(answer, api.registry(), "does not know this API");
                  return answer.status();
                }
              });
    } catch (Answers.Denied e) {
      throw new JpodException(
          Failure.FAILED,
          "the registry '"
              + name.registry()
              + "' does not let in the user '"
              + Answers.quoted(credential.user())
              + "': "
              + e.said(),
          "see whether user and password are right; some registries want a token as the password",
          e);
    }
  }

  /** The registry by its own name, unless it is blocked. */
  private Endpoint endpoint(ImageReference image) {
    RegistryRule rule = configuration().ruleOf(image);
    if (rule != null) {
      requireAllowed(rule, image.name());
    }
    return new Endpoint(
        image.registry(),
        image.repository(),
        security(image.registry(), rule == null ? Access.SECURE : rule.access()));
  }

  private static void requireAllowed(RegistryRule rule, String name) {
    if (rule.verdict() == Verdict.BLOCKED) {
      throw JpodException.refused(
          "'" + rule.file() + "' blocks '" + rule.prefix() + "', so '" + name + "', too",
          "choose another registry, or change that file");
    }
  }

  private RegistriesConf configuration() {
    return configuration.updateAndGet(
        known -> known == null ? RegistriesConf.read(settings) : known);
  }

  private RemoteRepository place(Place place, Access access, Wire wire) {
    Endpoint endpoint =
        new Endpoint(place.registry(), place.repository(), security(place.registry(), access));
    return new RemoteRepository(api(endpoint, wire), endpoint, settings.patience());
  }

  private Security security(String registry, Access access) {
    return switch (settings.certificates()) {
      case UNCHECKED -> Security.UNVERIFIED;
      case CHECKED -> Security.VERIFIED;
      case AS_CONFIGURED ->
          switch (access) {
            case INSECURE -> Security.UNVERIFIED;
            case SECURE ->
                Security.isLoopback(Endpoint.host(registry))
                    ? Security.LOOPBACK
                    : Security.VERIFIED;
          };
    };
  }

  private RegistryApi api(Endpoint endpoint, Wire wire) {
    return new RegistryApi(
        peers.computeIfAbsent(
            endpoint.security() + " " + endpoint.registry(),
            _ -> new Peer(endpoint.registry(), endpoint.security())),
        authorities.computeIfAbsent(
            endpoint.name(), name -> new Authority(() -> credentials.of(name))),
        wire);
  }
}

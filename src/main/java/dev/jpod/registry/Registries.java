package dev.jpod.registry;

import dev.jpod.model.ImageReference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All registries, as the host's and the user's configuration sees them. Reads nothing before it is
 * asked for something. Safe for several threads.
 */
public final class Registries {
  private final RegistrySettings settings;
  private final Certificates certificates;
  private final Credentials credentials;
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
    Endpoint endpoint =
        new Endpoint(image.registry(), image.repository(), security(image.registry()));
    return new Repository(image.name(), place(endpoint, wire), List.of(), List.of(), wire);
  }

  private RemoteRepository place(Endpoint endpoint, Wire wire) {
    return new RemoteRepository(api(endpoint, wire), endpoint, settings.patience());
  }

  private Security security(String registry) {
    return switch (settings.certificates()) {
      case UNCHECKED -> Security.UNVERIFIED;
      case CHECKED -> Security.VERIFIED;
      case AS_CONFIGURED ->
          Security.isLoopback(Endpoint.host(registry)) ? Security.LOOPBACK : Security.VERIFIED;
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

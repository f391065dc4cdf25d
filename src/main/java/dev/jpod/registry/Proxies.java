package dev.jpod.registry;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The proxies that the usual variables of the environment name. Hosts of loopback need none. */
record Proxies(RegistrySettings settings) {
  /**
   * How a host is reached.
   *
   * @param authorization what the proxy wants to be told
   */
  record Way(Proxy proxy, Optional<String> authorization) {
    static final Way DIRECT = new Way(Proxy.NO_PROXY, Optional.empty());
  }

  Way wayTo(URI target) {
    String host = target.getHost();
    String variable = target.getScheme().toUpperCase(Locale.ROOT) + "_PROXY";
    String proxy = either(variable);
    if (proxy == null || Security.isLoopback(host)) {
      return Way.DIRECT;
    }
    String exceptions = either("NO_PROXY");
    return exceptions != null && NoProxy.of(exceptions).covers(host, Request.port(target))
        ? Way.DIRECT
        : parse(variable, proxy);
  }

  private @Nullable String either(String name) {
    String value = settings.variable(name.toLowerCase(Locale.ROOT));
    return value == null ? settings.variable(name) : value;
  }

  private static Way parse(String variable, String text) {
    URI uri;
    try {
      uri = new URI(text.contains("://") ? text : "http://" + text);
    } catch (URISyntaxException e) {
      throw wrong(variable);
    }
    if (uri.getHost() == null) {
      throw wrong(variable);
    }
    return switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
      case "http" -> new Way(new Proxy(Proxy.Type.HTTP, address(uri, 80)), authorization(uri));
      case "socks5", "socks5h" ->
          new Way(new Proxy(Proxy.Type.SOCKS, address(uri, 1080)), Optional.empty());
      default -> throw wrong(variable);
    };
  }

  private static InetSocketAddress address(URI uri, int usual) {
    return new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? usual : uri.getPort());
  }

  private static Optional<String> authorization(URI uri) {
    String user = uri.getRawUserInfo();
    if (user == null) {
      return Optional.empty();
    }
    byte[] plain =
        URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8)
            .getBytes(StandardCharsets.UTF_8);
    return Optional.of("Basic " + Base64.getEncoder().encodeToString(plain));
  }

  /** The value may hold a password, so it is not repeated. */
  private static JpodException wrong(String variable) {
    return new JpodException(
        Failure.FAILED,
        "the variable '" + variable + "' does not name a proxy that jpod can use",
        "set it to http://HOST:PORT or socks5://HOST:PORT, or unset it");
  }
}

package dev.jpod.registry;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request of HTTP, as data; its body can be written any number of times. */
record Request(String method, URI uri, Map<String, String> headers, @Nullable Body body) {
  static final String AUTHORIZATION = "Authorization";

  Request {
    headers = Map.copyOf(headers);
  }

  /** What a request carries, of a size that is known before. */
  interface Body {
    long length();

    void writeTo(OutputStream out) throws IOException;

    static Body of(byte[] bytes) {
      return new Body() {
        @Override
        public long length() {
          return bytes.length;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
          out.write(bytes);
        }
      };
    }
  }

  static Request get(URI uri) {
    return new Request("GET", uri, Map.of(), null);
  }

  static Request head(URI uri) {
    return new Request("HEAD", uri, Map.of(), null);
  }

  /** A request that sends something. */
  static Request sending(String method, URI uri, Body body) {
    return new Request(method, uri, Map.of(), body);
  }

  /** The same request with one header more. */
  Request with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Request(method, uri, more, body);
  }

  /** The same request to another place, without what only the first place may know. */
  Request redirected(URI target) {
    Map<String, String> less = new LinkedHashMap<>(headers);
    if (!isSameOrigin(uri, target)) {
      less.remove(AUTHORIZATION);
    }
    return new Request(method, target, less, body);
  }

  /** Whether scheme, host and port are the same. */
  static boolean isSameOrigin(URI one, URI other) {
    return one.getScheme().equalsIgnoreCase(other.getScheme())
        && one.getHost().equalsIgnoreCase(other.getHost())
        && port(one) == port(other);
  }

  static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
  }
}

package dev.jpod.apply;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A web server with the files of a folder. */
final class LookasideServer implements AutoCloseable {
  private final HttpServer server;
  private final Path folder;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile boolean failing;

  private LookasideServer(HttpServer server, Path folder) {
    this.server = server;
    this.folder = folder;
  }

  static LookasideServer of(Path folder) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    LookasideServer lookaside = new LookasideServer(server, folder);
    server.createContext("/", lookaside::answer);
    server.start();
    return lookaside;
  }

  String place() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  /** The paths that were asked for. */
  List<String> asked() {
    return asked;
  }

  /** From now on every answer is an error. */
  void fail() {
    failing = true;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      asked.add(path);
      Path file = folder.resolve(path.substring(1));
      if (failing) {
        exchange.sendResponseHeaders(500, -1);
      } else if (!Files.isRegularFile(file)) {
        exchange.sendResponseHeaders(404, -1);
      } else {
        byte[] bytes = Files.readAllBytes(file);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

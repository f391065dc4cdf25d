package dev.jpod.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jpod.host.StreamDigest;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/** A registry on loopback with one image of one empty layer, to train pulls with. */
final class TrainingRegistry implements AutoCloseable {
  private static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";

  private final ServerSocket server;
  private final Map<String, byte[]> content = new TreeMap<>();

  private TrainingRegistry(ServerSocket server, byte[] layer) throws IOException {
    this.server = server;
    byte[] packed = gzip(layer);
    byte[] config =
        """
        {"architecture":"amd64","os":"linux","config":{"Cmd":["true"]},\
        "rootfs":{"type":"layers","diff_ids":["%s"]}}\
        """
            .formatted(digest(layer))
            .getBytes(UTF_8);
    byte[] manifest =
        """
        {"schemaVersion":2,"mediaType":"%s","config":\
        {"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%d},"layers":[\
        {"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"%s","size":%d}]}\
        """
            .formatted(MANIFEST_TYPE, digest(config), config.length, digest(packed), packed.length)
            .getBytes(UTF_8);
    content.put("/v2/", new byte[0]);
    content.put("/v2/training/manifests/1", manifest);
    content.put("/v2/training/manifests/" + digest(manifest), manifest);
    content.put("/v2/training/blobs/" + digest(config), config);
    content.put("/v2/training/blobs/" + digest(packed), packed);
  }

  /**
   * Begins to answer.
   *
   * @param layer a tar
   */
  static TrainingRegistry start(byte[] layer) throws IOException {
    TrainingRegistry registry =
        new TrainingRegistry(new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1")), layer);
    Thread.ofPlatform().daemon().start(registry::accept);
    return registry;
  }

  /** The name of its image. */
  String image() {
    return "127.0.0.1:" + server.getLocalPort() + "/training:1";
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket connection = server.accept();
        Thread.ofPlatform().daemon().start(() -> answer(connection));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void answer(Socket connection) {
    try (connection) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] words = line.split(" ", 3);
        String header = in.readLine();
        while (header != null && !header.isEmpty()) {
          header = in.readLine();
        }
        byte[] body = content.getOrDefault(words[1], new byte[0]);
        answer(words[0], body, connection.getOutputStream());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void answer(String method, byte[] body, OutputStream out) throws IOException {
    String head =
        "HTTP/1.1 200 OK\r\nContent-Type: "
            + MANIFEST_TYPE
            + "\r\nDocker-Content-Digest: "
            + digest(body)
            + "\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    out.write(head.getBytes(UTF_8));
    if (!method.equals("HEAD")) {
      out.write(body);
    }
    out.flush();
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain);
    }
    return packed.toByteArray();
  }

  private static String digest(byte[] bytes) {
    return "sha256:" + StreamDigest.hexOf(bytes);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}

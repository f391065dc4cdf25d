package dev.jpod.network;

import dev.jpod.json.JsonText;
import dev.jpod.json.JsonTree;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.network.Slirp.Forward;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The ports that slirp4netns carries, by the orders that its socket takes: one per connection. */
final class SlirpPorts {
  /** The kernel's limit for the path of a socket, less what a resolved link may add. */
  private static final int LONGEST_PATH = 100;

  private final Path socket;

  SlirpPorts(Path socket) {
    this.socket = socket;
  }

  /**
   * Has it carry just these.
   *
   * @throws JpodException when there are some that it cannot, after all others
   */
  void serve(Set<Forward> wanted) {
    Map<Forward, Integer> present = list();
    for (Map.Entry<Forward, Integer> entry : present.entrySet()) {
      if (!wanted.contains(entry.getKey())) {
        remove(entry.getKey(), entry.getValue());
      }
    }
    JpodException refusal = null;
    for (Forward forward : new TreeSet<>(wanted)) {
      if (!present.containsKey(forward) && !add(forward)) {
        refusal = refusal == null ? refused(forward) : refusal;
      }
    }
    if (refusal != null) {
      throw refusal;
    }
  }

  private Map<Forward, Integer> list() {
    Map<Forward, Integer> present = new HashMap<>();
    for (JsonNode entry :
        ask("list_hostfwd", JsonNodeFactory.instance.objectNode()).path("entries")) {
      present.put(
          new Forward(
              entry.path("proto").asString(""),
              entry.path("host_addr").asString(""),
              entry.path("host_port").asInt(0),
              entry.path("guest_addr").asString("")),
          entry.path("id").asInt(0));
    }
    return present;
  }

  /** Whether the port was to be had. */
  private boolean add(Forward forward) {
    ObjectNode arguments = JsonNodeFactory.instance.objectNode();
    arguments.put("proto", forward.protocol());
    arguments.put("host_addr", forward.hostAddress());
    arguments.put("host_port", forward.port());
    arguments.put("guest_addr", forward.arrival());
    arguments.put("guest_port", forward.port());
    return !ask("add_hostfwd", arguments).has("error");
  }

  private static JpodException refused(Forward forward) {
    return JpodException.refused(
        "port "
            + forward.port()
            + " ("
            + forward.protocol()
            + ") of the host's address '"
            + forward.hostAddress()
            + "' cannot be published: it is in use, or the host does not have that address",
        "'ss -lntup sport = :" + forward.port() + "' shows who listens there");
  }

  private void remove(Forward forward, int id) {
    ObjectNode arguments = JsonNodeFactory.instance.objectNode().put("id", id);
    JsonNode answer = ask("remove_hostfwd", arguments);
    if (answer.has("error")) {
      throw failed(
          "would not give port " + forward.port() + " of the host back: " + answer.path("error"),
          null);
    }
  }

  private JsonNode ask(String order, ObjectNode arguments) {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.put("execute", order);
    request.set("arguments", arguments);
    try {
      if (socket.toString().length() <= LONGEST_PATH) {
        return exchange(socket, JsonText.compact(request));
      }
      return exchangeByLink(JsonText.compact(request));
    } catch (IOException | JacksonException e) {
      throw failed("does not answer on '" + socket + "': " + e.getMessage(), e);
    }
  }

  /** By a link of its own in the folder for temporary files, since the path is too long. */
  private JsonNode exchangeByLink(byte[] request) throws IOException {
    Path folder = Files.createTempDirectory("jpod");
    Path link = folder.resolve("s");
    try {
      Files.createSymbolicLink(link, socket);
      return exchange(link, request);
    } finally {
      Files.deleteIfExists(link);
      Files.deleteIfExists(folder);
    }
  }

  private static JsonNode exchange(Path path, byte[] request) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(path));
      channel.write(ByteBuffer.wrap(request));
      channel.shutdownOutput();
      ByteBuffer buffer = ByteBuffer.allocate(8192);
      while (channel.read(buffer) >= 0) {
        answer.write(buffer.array(), 0, buffer.position());
        buffer.clear();
      }
    }
    return JsonTree.read(answer.toByteArray());
  }

  private static JpodException failed(String what, @Nullable Exception cause) {
    return new JpodException(
        Failure.FAILED, "slirp4netns " + what, "'jpod network reload' starts it anew", cause);
  }
}

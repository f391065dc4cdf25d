package dev.jpod.runtime;

import dev.jpod.model.Container;
import dev.jpod.model.Instance;
import dev.jpod.model.JpodException;
import dev.jpod.model.Pod.Namespace;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes what an OCI runtime reads: config.json. */
public final class BundleWriter {
  static final String OCI_VERSION = "1.0.2";

  private BundleWriter() {}

  /**
   * The content of config.json. Equal requests give equal texts. It holds the values of secrets in
   * the environment, so it has to be kept at mode 0600.
   *
   * @throws JpodException for what the host cannot give or a container cannot have; before anything
   *     is touched
   */
  public static ObjectNode config(BundleRequest request) {
    Container container = request.instance().container();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("ociVersion", OCI_VERSION);
    json.set("process", ProcessJson.of(request));
    json.putObject("root")
        .put("path", request.rootfs())
        .put("readonly", container.security().readOnlyRoot());
    if (!request.joined().containsKey(Namespace.UTS)) {
      json.put("hostname", request.hostname());
    }
    json.set("mounts", MountsJson.of(request));
    ObjectNode annotations = json.putObject("annotations");
    annotations(request.instance()).forEach(annotations::put);
    json.set("linux", LinuxJson.of(request));
    return json;
  }

  private static Map<String, String> annotations(Instance instance) {
    Map<String, String> annotations = new TreeMap<>(instance.pod().annotations());
    annotations.putAll(instance.container().annotations());
    annotations.put("dev.jpod.container", instance.key().toString());
    return annotations;
  }
}

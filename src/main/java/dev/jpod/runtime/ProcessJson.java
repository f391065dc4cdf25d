package dev.jpod.runtime;

import dev.jpod.model.ImageConfig;
import dev.jpod.model.JpodException;
import dev.jpod.model.ProcessSpec;
import dev.jpod.model.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The OCI {@code process} object: what runs, as whom, and with which privileges. */
final class ProcessJson {
  /** Where the host's init appears in a container that asks for one. */
  static final String INIT = "/dev/init";

  private static final int UMASK = 0022;

  private ProcessJson() {}

  static ObjectNode of(BundleRequest request) {
    ProcessSpec process = request.instance().container().process();
    Security security = request.instance().container().security();
    ContainerUser user = request.user();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("terminal", process.tty());
    json.set("user", user(user));
    json.set("args", strings(arguments(request)));
    json.set(
        "env",
        Environment.lines(
            Environment.of(request.image(), request.instance(), request.hostname(), user)));
    json.put("cwd", workingDir(process, request.image()));
    Set<String> bounding = Capabilities.granted(security, request.host());
    json.set(
        "capabilities", capabilities(bounding, effective(bounding, security, user), user.uid()));
    json.set("rlimits", Ulimits.json(process.ulimits(), request.host()));
    json.put("noNewPrivileges", security.noNewPrivileges());
    return json;
  }

  static ObjectNode user(ContainerUser user) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("uid", user.uid()).put("gid", user.gid()).put("umask", UMASK);
    if (!user.additionalGids().isEmpty()) {
      ArrayNode gids = json.putArray("additionalGids");
      user.additionalGids().forEach(gids::add);
    }
    return json;
  }

  /**
   * The five capability sets. Root gains no inheritable and no ambient ones; another user gets the
   * effective ones as ambient, because otherwise they were lost when the program starts.
   */
  static ObjectNode capabilities(Set<String> bounding, Set<String> effective, long uid) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("bounding", strings(bounding));
    json.set("effective", strings(effective));
    json.set("permitted", strings(effective));
    if (uid != 0 && !effective.isEmpty()) {
      json.set("inheritable", strings(effective));
      json.set("ambient", strings(effective));
    }
    return json;
  }

  /** Root may use all of the bounding set at once, another user what was added by name. */
  private static Set<String> effective(
      Set<String> bounding, Security security, ContainerUser user) {
    if (user.uid() == 0 || security.privileged()) {
      return bounding;
    }
    Set<String> effective = new TreeSet<>(bounding);
    if (!security.capabilitiesAdded().contains("ALL")) {
      effective.retainAll(security.capabilitiesAdded());
    }
    return effective;
  }

  private static List<String> arguments(BundleRequest request) {
    ProcessSpec process = request.instance().container().process();
    ImageConfig image = request.image();
    List<String> args = new ArrayList<>();
    if (process.command() != null) {
      args.addAll(process.command());
      args.addAll(process.args() == null ? List.of() : process.args());
    } else {
      args.addAll(image.entrypoint());
      args.addAll(process.args() == null ? image.cmd() : process.args());
    }
    if (args.isEmpty() || args.getFirst().isEmpty()) {
      throw JpodException.refused(
          "the container "
              + request.instance().key()
              + " has nothing to run, because neither it"
              + " nor its image names a program",
          "give it a command");
    }
    if (process.init()) {
      args.addAll(0, List.of(INIT, "--"));
    }
    return args;
  }

  private static String workingDir(ProcessSpec process, ImageConfig image) {
    String asked = process.workingDir() == null ? image.workingDir() : process.workingDir();
    if (asked == null || asked.isEmpty()) {
      return "/";
    }
    return asked.startsWith("/") ? asked : "/" + asked;
  }

  private static ArrayNode strings(Iterable<String> texts) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    texts.forEach(array::add);
    return array;
  }
}

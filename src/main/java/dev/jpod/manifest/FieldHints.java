package dev.jpod.manifest;

import java.util.List;

/** What to say to someone who wrote a field that is not known. */
final class FieldHints {
  private FieldHints() {}

  /** A word of Compose or Kubernetes translated, else the nearest known name, else all of them. */
  static String of(String name, List<String> known) {
    String translated = translated(name);
    if (!translated.isEmpty()) {
      return translated;
    }
    String nearest = Spelling.hint(name, known);
    return nearest.isEmpty() ? "known here: " + String.join(", ", known) : nearest;
  }

  private static String translated(String name) {
    return switch (name) {
      case "services" -> "jpod's word is 'pods'";
      case "version" -> "jpod needs 'apiVersion: jpod.dev/v1' and no version";
      case "metadata", "spec" -> "a stack has its name and pods at the top level";
      case "build" -> "build the image first and name it under 'image'";
      case "container_name", "containerName" -> "containers are named after stack, pod and replica";
      case "entrypoint" -> "jpod's word is 'command', and 'args' for its arguments";
      case "environment" -> "jpod's word is 'env'";
      case "env_file", "envFrom" -> "jpod's word is 'envFile'";
      case "cap_add", "capAdd" -> "write capabilities: {add: […]}";
      case "cap_drop", "capDrop" -> "write capabilities: {drop: […]}";
      case "security_opt", "securityContext" ->
          "jpod's words are 'noNewPrivileges', 'seccomp', 'capabilities' and 'user'";
      case "network_mode", "hostNetwork" -> "write networks: host, or networks: none";
      case "volumeMounts" -> "jpod's words are 'mounts' and 'volumes'";
      case "mem_limit", "memory" -> "write resources: {memory: …}";
      case "mem_reservation", "memoryReservation" -> "write resources: {memoryReservation: …}";
      case "memswap_limit", "memorySwap" -> "write resources: {memorySwap: …}";
      case "cpus" -> "write resources: {cpus: …}";
      case "pids_limit", "pids" -> "write resources: {pids: …}";
      case "limits", "requests" -> "write the limits directly under 'resources'";
      case "deploy" -> "jpod's words are 'replicas' and 'resources'";
      case "stop_grace_period", "terminationGracePeriodSeconds" -> "jpod's word is 'stopTimeout'";
      case "restartPolicy" -> "jpod's word is 'restart'";
      case "imagePullPolicy" -> "jpod's word is 'pullPolicy'";
      case "livenessProbe", "readinessProbe", "startupProbe" -> "jpod's word is 'healthCheck'";
      case "test" -> "jpod's word is 'command'";
      case "stdin_open" -> "jpod's word is 'stdin'";
      case "group_add", "supplementalGroups" -> "jpod's word is 'groups'";
      case "hostAliases" -> "jpod's word is 'extraHosts'";
      default -> "";
    };
  }
}

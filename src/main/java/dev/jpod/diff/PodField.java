package dev.jpod.diff;

import static dev.jpod.diff.ChangeClass.LIVE;
import static dev.jpod.diff.ChangeClass.META;
import static dev.jpod.diff.ChangeClass.REPLACE;

import dev.jpod.model.Protection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every field that a pod can be changed in, and what that costs; its limits are the {@link Field}s
 * of that name. Ports are listed by the port in the pod ({@code ports.80/tcp}), attachments by the
 * stack file's name of the network. {@link PodFieldTable} says how each is read.
 */
public enum PodField implements FieldKind {
  ATTACHMENTS("networks.", LIVE),
  DNS_OPTIONS("dns.options", META),
  DNS_SEARCH("dns.search", META),
  DNS_SERVERS("dns.servers", META),
  EXTRA_HOSTS("extraHosts.", META),
  HOSTNAME("hostname", REPLACE),
  LABELS("labels.", META),
  NETWORK("network", REPLACE),
  ON_DRIFT("onDrift", META),
  PORTS("ports.", LIVE),
  SHARE("share", REPLACE),
  UPDATE("update", META),
  USERNS("userns", REPLACE);

  private static final String LIMITS = "resources.";
  private static final Map<String, PodField> BY_PATH = byPath();

  private final String path;
  private final ChangeClass changeClass;

  PodField(String path, ChangeClass changeClass) {
    this.path = path;
    this.changeClass = changeClass;
  }

  /** The field that a path belongs to; null for a path that this jpod does not know. */
  public static @Nullable FieldKind at(String path) {
    if (path.startsWith(LIMITS)) {
      return Field.at(path);
    }
    PodField field = BY_PATH.get(path);
    int dot = path.indexOf('.');
    return field != null || dot < 0 ? field : BY_PATH.get(path.substring(0, dot + 1));
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public String inStackFile(String canonical) {
    return this == LABELS ? Protection.inStackFile(canonical) : canonical;
  }

  @Override
  public ChangeClass changeClass() {
    return changeClass;
  }

  private static Map<String, PodField> byPath() {
    Map<String, PodField> fields = new HashMap<>();
    for (PodField field : values()) {
      fields.put(field.path, field);
    }
    return fields;
  }
}

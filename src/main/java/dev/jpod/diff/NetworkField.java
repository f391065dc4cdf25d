package dev.jpod.diff;

import static dev.jpod.diff.ChangeClass.LIVE;
import static dev.jpod.diff.ChangeClass.META;
import static dev.jpod.diff.ChangeClass.REPLACE;

import dev.jpod.model.NetworkSpec;
import dev.jpod.model.NetworkSpec.Subnet;
import dev.jpod.model.Protection;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Every field that a network can be changed in. To replace a network is to replace every pod that
 * is attached to it.
 */
public enum NetworkField implements FieldKind {
  DNS("dns", REPLACE),
  DRIVER("driver", REPLACE),
  INTERNAL("internal", REPLACE),
  IPV6("ipv6", REPLACE),
  ISOLATE("isolate", LIVE),
  LABELS("labels.", META),
  MTU("mtu", REPLACE),
  OPTIONS("options.", REPLACE),
  SUBNETS("subnets", REPLACE);

  private static final String BRIDGE = "bridge";

  private final String path;
  private final ChangeClass changeClass;

  NetworkField(String path, ChangeClass changeClass) {
    this.path = path;
    this.changeClass = changeClass;
  }

  /** The field that a path belongs to; null for a path that this jpod does not know. */
  public static @Nullable NetworkField at(String path) {
    for (NetworkField field : values()) {
      if (field.isMap() ? path.startsWith(field.path) : path.equals(field.path)) {
        return field;
      }
    }
    return null;
  }

  /** The fields of a network, path to canonical value. What is at its default is left out. */
  public static SortedMap<String, String> fieldsOf(NetworkSpec spec) {
    FieldSink sink = new FieldSink();
    sink.put(DNS, spec.dns() ? null : "false");
    sink.put(DRIVER, spec.driver().equals(BRIDGE) ? null : spec.driver());
    sink.put(INTERNAL, spec.internal());
    sink.put(IPV6, spec.ipv6());
    sink.put(ISOLATE, spec.isolate());
    sink.put(LABELS, spec.labels());
    sink.put(MTU, spec.mtu() == 0 ? null : spec.mtu());
    sink.put(OPTIONS, spec.options());
    List<String> subnets = new ArrayList<>(spec.subnets().size());
    for (Subnet subnet : spec.subnets()) {
      subnets.add(subnet.cidr() + (subnet.gateway() == null ? "" : ",gateway=" + subnet.gateway()));
    }
    sink.putUnlessEmpty(SUBNETS, subnets);
    return sink.fields();
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
}

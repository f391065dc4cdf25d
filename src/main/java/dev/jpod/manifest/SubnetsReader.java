package dev.jpod.manifest;

import dev.jpod.model.IpAddress;
import dev.jpod.model.IpRange;
import dev.jpod.model.NetworkSpec.Subnet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The {@code subnets} of a network: at most one range of IPv4 and one of IPv6. */
final class SubnetsReader {
  private final String network;
  private final StackDraft draft;
  private final List<DeclaredSubnet> own = new ArrayList<>();

  SubnetsReader(String network, StackDraft draft) {
    this.network = network;
    this.draft = draft;
  }

  List<Subnet> read(MapReader map) {
    List<Subnet> subnets = new ArrayList<>();
    for (Value item : map.items("subnets")) {
      Subnet subnet = item.isText() ? shortForm(item) : longForm(item);
      if (subnet != null) {
        subnets.add(subnet);
      }
    }
    return subnets;
  }

  private @Nullable Subnet shortForm(Value item) {
    IpRange range = range(item);
    return range == null ? null : new Subnet(range.toString(), null);
  }

  private @Nullable Subnet longForm(Value item) {
    MapReader map = new MapReader(item);
    Value cidr = map.require("cidr", "write it as cidr: 10.89.0.0/24");
    Value gateway = map.get("gateway");
    IpAddress address = gateway == null ? null : Addresses.read(gateway);
    map.finish();
    IpRange range = cidr == null ? null : range(cidr);
    if (range == null) {
      return null;
    }
    if (gateway == null || address == null) {
      return new Subnet(range.toString(), null);
    }
    try {
      return new Subnet(range.toString(), SubnetRules.gateway(range, address).toString());
    } catch (Mistake mistake) {
      gateway.problem(mistake);
      return null;
    }
  }

  private @Nullable IpRange range(Value value) {
    String text = value.line();
    if (text == null) {
      return null;
    }
    try {
      IpRange range = SubnetRules.range(text);
      DeclaredSubnet declared = new DeclaredSubnet(network, range, value);
      if (!isSecond(declared)) {
        own.add(declared);
        draft.declares(declared);
      }
      return range;
    } catch (Mistake mistake) {
      value.problem(mistake);
      return null;
    }
  }

  private boolean isSecond(DeclaredSubnet subnet) {
    for (DeclaredSubnet other : own) {
      if (other.range().family() == subnet.range().family()) {
        subnet
            .value()
            .problem(
                "is a second range of its kind, beside '" + other.range() + "'",
                "a network has one of IPv4 and one of IPv6; make a second network");
        return true;
      }
    }
    return false;
  }
}

package dev.jpod.manifest;

import dev.jpod.model.NetworkMode;
import dev.jpod.model.NetworkMode.Attachment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A pod's {@code networks}: host, none, a list of names, or a map of names and details. */
final class NetworkModeReader {
  private NetworkModeReader() {}

  static NetworkMode read(MapReader pod, StackDraft draft) {
    Value value = pod.get("networks");
    if (value == null) {
      return new NetworkMode.Default();
    }
    if (value.isText()) {
      return word(value);
    }
    List<Attachment> attachments = new ArrayList<>();
    if (value.isMap()) {
      for (MapEntry entry : value.entries()) {
        draft.refersTo(StackDraft.Reference.Kind.NETWORK, entry.key(), entry.value());
        attachments.add(attachment(entry));
      }
    } else {
      for (Value item : value.items()) {
        String name = item.line();
        if (name != null) {
          draft.refersTo(StackDraft.Reference.Kind.NETWORK, name, item);
          attachments.add(new Attachment(name, List.of(), null, null, null));
        }
      }
    }
    refuseTwice(attachments, value);
    if (attachments.isEmpty()) {
      value.problem("names no network", "write networks: none for a pod without one");
    }
    return new NetworkMode.Attached(attachments);
  }

  private static NetworkMode word(Value value) {
    String text = value.line();
    if (text != null && text.equals("host")) {
      return new NetworkMode.Host();
    }
    if (text != null && text.equals("none")) {
      return new NetworkMode.None();
    }
    if (text != null) {
      value.problem(
          "'" + Quote.shortened(text) + "' is neither host nor none",
          "write named networks as a list: [" + Quote.shortened(text) + "]");
    }
    return new NetworkMode.Default();
  }

  private static Attachment attachment(MapEntry entry) {
    Value value = entry.value();
    if (value.isNull()) {
      return new Attachment(entry.key(), List.of(), null, null, null);
    }
    MapReader map = new MapReader(value);
    List<String> aliases = new ArrayList<>();
    for (Value item : map.items("aliases")) {
      String alias = item.line();
      if (alias != null && !PodReader.isHostname(alias)) {
        item.problem("'" + Quote.shortened(alias) + "' is not a host name", "");
      } else if (alias != null) {
        aliases.add(alias);
      }
    }
    Attachment attachment =
        new Attachment(entry.key(), aliases, address(map, "ipv4"), address(map, "ipv6"), mac(map));
    map.finish();
    return attachment;
  }

  private static @Nullable String address(MapReader map, String field) {
    Value value = map.get(field);
    String text = value == null ? null : value.line();
    if (value == null || text == null) {
      return null;
    }
    boolean fits = field.equals("ipv4") ? Addresses.isIpv4(text) : Addresses.isIpv6(text);
    if (!fits) {
      value.problem("'" + Quote.shortened(text) + "' is not an address of this kind", "");
    }
    return text;
  }

  private static @Nullable String mac(MapReader map) {
    Value value = map.get("mac");
    String text = value == null ? null : value.line();
    if (value != null && text != null && !Addresses.isMac(text)) {
      value.problem(
          "'" + Quote.shortened(text) + "' is not a hardware address",
          "write it as 02:42:ac:11:00:02");
    }
    return text;
  }

  private static void refuseTwice(List<Attachment> attachments, Value value) {
    Set<String> names = new HashSet<>();
    for (Attachment attachment : attachments) {
      if (!names.add(attachment.network())) {
        value.problem(
            "'" + Quote.shortened(attachment.network()) + "' is given twice", "remove one of them");
      }
    }
  }
}

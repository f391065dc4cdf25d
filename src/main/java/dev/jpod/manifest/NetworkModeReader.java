package dev.jpod.manifest;

import dev.jpod.model.NetworkMode;
import dev.jpod.model.NetworkMode.Attachment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A pod's {@code networks}: host, none, a list of names, or a map of names and details. */
final class NetworkModeReader {
  private final String pod;
  private final int replicas;
  private final StackDraft draft;

  private NetworkModeReader(String pod, int replicas, StackDraft draft) {
    this.pod = pod;
    this.replicas = replicas;
    this.draft = draft;
  }

  static NetworkMode read(MapReader map, String pod, int replicas, StackDraft draft) {
    Value value = map.get("networks");
    if (value == null) {
      return new NetworkMode.Default();
    }
    return value.isText() ? word(value) : new NetworkModeReader(pod, replicas, draft).named(value);
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

  private NetworkMode named(Value value) {
    List<Attachment> attachments = new ArrayList<>();
    if (value.isMap()) {
      for (MapEntry entry : value.entries()) {
        joins(entry.key(), value, entry.value());
        attachments.add(AttachmentReader.read(entry, pod, replicas, draft));
      }
    } else {
      for (Value item : value.items()) {
        String name = item.line();
        if (name != null) {
          joins(name, value, item);
          draft.joins(new Joining(pod, replicas, name, item));
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

  private void joins(String network, Value networks, Value value) {
    draft.refersTo(StackDraft.Reference.Kind.NETWORK, network, value);
    value.document().reading().stands(networks.path() + "." + network, value.place());
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

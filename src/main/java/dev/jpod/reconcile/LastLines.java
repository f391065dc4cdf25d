package dev.jpod.reconcile;

import dev.jpod.engine.Engine;
import dev.jpod.engine.LogQuery;
import dev.jpod.engine.LogQuery.Following;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.JpodException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Adds to a failure what its container wrote last, which most often is the reason for it. */
final class LastLines {
  private static final int LINES = 10;
  private static final int LONGEST = 400;

  private final Engine engine;

  LastLines(Engine engine) {
    this.engine = engine;
  }

  /** The same failure with the last lines, if there are any. */
  JpodException addTo(JpodException reason, InstanceKey key, String id) {
    if (reason instanceof ContainerFailure) {
      return reason;
    }
    List<String> lines = new ArrayList<>();
    try {
      engine
          .logs()
          .read(id, new LogQuery(LINES, null, Following.NO), line -> lines.add(text(line.text())));
    } catch (JpodException unreadable) {
      reason.addSuppressed(unreadable);
    }
    return lines.isEmpty() ? reason : new ContainerFailure(reason, key.containerName(), lines);
  }

  /** The same failure with more to say, and the lines that it had. */
  JpodException keep(JpodException reason, String more) {
    JpodException told =
        new JpodException(reason.failure(), reason.getMessage() + more, reason.hint(), reason);
    return reason instanceof ContainerFailure of
        ? new ContainerFailure(told, of.container(), of.lastLines())
        : told;
  }

  private static String text(byte[] line) {
    String text = new String(line, StandardCharsets.UTF_8);
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}

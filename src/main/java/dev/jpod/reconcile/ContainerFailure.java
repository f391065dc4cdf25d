package dev.jpod.reconcile;

import dev.jpod.model.JpodException;
import java.util.List;

/** A failure of a container, with what it wrote last. */
public final class ContainerFailure extends JpodException {
  private static final long serialVersionUID = 1L;

  private final String container;
  private final transient List<String> lastLines;

  /** The failure of a container, with the end of its log. */
  public ContainerFailure(JpodException reason, String container, List<String> lastLines) {
    super(reason.failure(), String.valueOf(reason.getMessage()), reason.hint(), reason);
    this.container = container;
    this.lastLines = List.copyOf(lastLines);
  }

  /** The name of the container on the host. */
  public String container() {
    return container;
  }

  /** The last lines of its log, oldest first; not empty. */
  public List<String> lastLines() {
    return lastLines;
  }
}

package dev.jpod.manifest;

/**
 * One thing that is wrong with a manifest.
 *
 * @param path the field, as {@code pods.web.ports[0]}; empty for the document itself
 * @param message what is wrong, in lower case and without a full stop
 * @param hint what to do about it; empty when the message says it all
 */
public record Problem(Place place, String path, String message, String hint) {
  /** As {@code stack.yaml:12:5: pods.web.replcias: unknown field (did you mean 'replicas'?)}. */
  @Override
  public String toString() {
    return place
        + ": "
        + (path.isEmpty() ? "" : path + ": ")
        + message
        + (hint.isEmpty() ? "" : " (" + hint + ")");
  }
}

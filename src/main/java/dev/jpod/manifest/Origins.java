package dev.jpod.manifest;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where each field of a stack stands, so that a change can name the line behind it. */
public final class Origins {
  private final Map<String, Place> places;

  Origins(Map<String, Place> places) {
    this.places = places;
  }

  /**
   * The place of a pod's or container's field.
   *
   * @param container the container's name; that of the pod for a pod of one container
   * @param field a path of the canonical form, such as {@code resources.memory}, {@code env.X},
   *     {@code mounts./data} or {@code replicas}
   * @return the field's place, else that of the nearest field around it, else the container's or
   *     the pod's; null when the manifest does not know the pod
   */
  public @Nullable Place of(String pod, String container, String field) {
    String podPath = "pods." + pod;
    String containerPath = podPath + ".containers." + container;
    String written = written(field);
    if (!places.containsKey(containerPath)) {
      containerPath = podPath + ".initContainers." + container;
    }
    Place place = nearest(containerPath, written);
    if (place == null) {
      place = nearest(podPath, written);
    }
    if (place == null) {
      place = places.get(containerPath);
    }
    return place == null ? places.get(podPath) : place;
  }

  /** The place of something at the top level, such as {@code volumes.db-data}, or null. */
  public @Nullable Place of(String path) {
    return places.get(path);
  }

  /** The place of the field or of the nearest one around it, short of the owner itself. */
  private @Nullable Place nearest(String owner, String field) {
    int end = field.length();
    while (end > 0) {
      Place place = places.get(owner + "." + field.substring(0, end));
      if (place != null) {
        return place;
      }
      end = field.lastIndexOf('.', end - 1);
    }
    return null;
  }

  /** The manifest's word where the canonical form has another. */
  private static String written(String field) {
    return switch (field) {
      case "network" -> "networks";
      case "imageName" -> "image";
      default -> field;
    };
  }
}

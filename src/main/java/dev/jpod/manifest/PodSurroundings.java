package dev.jpod.manifest;

import dev.jpod.model.NetworkMode;
import dev.jpod.model.Resources;
import java.util.Map;

/**
 * What a pod says that its containers go by.
 *
 * @param limits of all its containers together
 * @param labels hold for its containers too, and so do the annotations
 */
record PodSurroundings(
    String pod,
    NetworkMode network,
    Resources limits,
    Map<String, String> labels,
    Map<String, String> annotations) {}

package dev.jpod.diff;

import dev.jpod.model.InstanceKey;
import dev.jpod.model.PodKey;
import org.jspecify.annotations.Nullable;

/**
 * Drift that the stack file wants to be told and left.
 *
 * @param container the container that it is of; null when it is of the pod itself
 */
public record ReportedDrift(PodKey pod, @Nullable InstanceKey container, Drift drift) {}

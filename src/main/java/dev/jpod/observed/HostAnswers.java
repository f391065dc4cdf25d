package dev.jpod.observed;

import dev.jpod.model.Digest;
import dev.jpod.model.HealthCheck;
import dev.jpod.model.PodKey;
import java.util.List;
import java.util.Map;

/**
 * What the host says to {@link HostQuestions}.
 *
 * @param listeners who listens on the ports, by whatever address and protocol
 * @param networking what new networks have to fit into
 * @param missingPrograms for each pod that a program is missing for, the first one
 * @param imageChecks the health checks that images bring with them, by the ids of those that have
 *     one
 * @param unkept those of the limits that nobody would keep
 */
public record HostAnswers(
    List<Listener> listeners,
    HostNetworking networking,
    Map<PodKey, MissingProgram> missingPrograms,
    Map<Digest, HealthCheck> imageChecks,
    UnkeptLimits unkept) {
  /** Where nobody asked. */
  public static final HostAnswers NONE =
      new HostAnswers(List.of(), HostNetworking.UNKNOWN, Map.of(), Map.of(), UnkeptLimits.NONE);

  public HostAnswers {
    listeners = List.copyOf(listeners);
    missingPrograms = Map.copyOf(missingPrograms);
    imageChecks = Map.copyOf(imageChecks);
  }

  /** The same answers with these health checks of images. */
  public HostAnswers withImageChecks(Map<Digest, HealthCheck> checks) {
    return new HostAnswers(listeners, networking, missingPrograms, checks, unkept);
  }
}

package dev.jpod.observed;

import java.util.Set;

/** The state that a pod's own part was found in: its namespaces, links, rules and names. */
public sealed interface PodStatus {
  /** A run died while it made this pod. */
  record Incomplete() implements PodStatus {}

  /** A run died while it removed this pod. */
  record Removing() implements PodStatus {}

  /** It holds nothing in the kernel. Its containers cannot run before it is raised. */
  record Down(Reason reason) implements PodStatus {}

  /**
   * It was raised.
   *
   * @param defects what is missing of it; empty when all is as it should be
   */
  record Up(Set<Defect> defects) implements PodStatus {
    public Up {
      defects = Set.copyOf(defects);
    }
  }

  /** Why a pod holds nothing. */
  enum Reason {
    NEVER_RAISED,
    STOPPED,
    REBOOT,
    /** What is kept until the next reboot went before it, with the end of a session. */
    RUN_FOLDER_GONE
  }

  /** What can be missing of a pod that was raised. */
  enum Defect {
    /** The infra process is dead; whoever shared its namespaces died with it. */
    INFRA,
    /** A namespace is no longer held; containers that run are in one that nobody else can join. */
    NAMESPACES,
    /** A link is gone or hangs on no bridge. */
    LINKS,
    /** The firewall's rules, of which its ports are made, were changed by someone else. */
    RULES,
    /** The server that knows the names is gone or was told otherwise. */
    NAMES,
    /** What carries packets between an ordinary user's pods and the host is gone. */
    UPLINK
  }

  /** Whether its containers have to start again once it is repaired. */
  default boolean losesContainers() {
    return switch (this) {
      case Incomplete _, Removing _, Down _ -> true;
      case Up up -> up.defects().contains(Defect.INFRA) || up.defects().contains(Defect.NAMESPACES);
    };
  }

  /** One word for tables. */
  default String word() {
    return switch (this) {
      case Incomplete _ -> "incomplete";
      case Removing _ -> "removing";
      case Down _ -> "down";
      case Up up -> up.defects().isEmpty() ? "up" : "degraded";
    };
  }
}

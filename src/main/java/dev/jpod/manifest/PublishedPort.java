package dev.jpod.manifest;

import dev.jpod.model.PortMapping;

/** One entry of a pod's {@code ports}. */
record PublishedPort(String pod, int replicas, PortMapping mapping, Value value) {}

package dev.jpod.observed;

import dev.jpod.model.PortMapping.Protocol;

/**
 * A port of the host on which a process listens.
 *
 * @param address literal; {@code 0.0.0.0} or {@code ::} for every address
 * @param holder who, in words: {@code nginx (process 812)}
 */
public record Listener(String address, int port, Protocol protocol, String holder) {}

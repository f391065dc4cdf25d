package dev.jpod.manifest;

import dev.jpod.model.IpRange;

/** One range of a network that the stack declares. */
record DeclaredSubnet(String network, IpRange range, Value value) {}

package dev.jpod.manifest;

/** One entry of a map; the value's place is that of the key. */
record MapEntry(String key, Value value) {}

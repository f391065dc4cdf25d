package dev.jpod.manifest;

/** A name and a text; the value knows where they stand. */
record TextEntry(String name, String text, Value value) {}

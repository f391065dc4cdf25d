package dev.jpod.source;

import java.nio.file.Path;

/**
 * A manifest file as it was read.
 *
 * @param name as the user named it; {@code <stdin>} for standard input
 * @param folder the absolute folder that relative paths in the file start from
 * @param content at most {@link ManifestSource#LARGEST} bytes
 */
@SuppressWarnings("ArrayRecordComponent") // decoded once, never compared
public record SourceFile(String name, Path folder, byte[] content) {}

package dev.jpod.podman;

import dev.jpod.model.Digest;
import java.nio.file.Path;

/**
 * An unpacked layer of the store.
 *
 * @param diffId the digest of its tar, uncompressed
 * @param folder with its files
 * @param packing the file that says how the tar was made of these files, which need not be there
 */
public record StoredLayer(Digest diffId, Path folder, Path packing) {}

package dev.jpod.registry;

import dev.jpod.model.Digest;

/**
 * A manifest or an index, word for word.
 *
 * @param mediaType what the document says of itself, else what the registry said of it
 * @param digest of the bytes
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record FetchedManifest(byte[] bytes, String mediaType, Digest digest) {}

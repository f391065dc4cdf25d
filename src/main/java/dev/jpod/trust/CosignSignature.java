package dev.jpod.trust;

/**
 * A signature in cosign's form, not yet verified.
 *
 * @param payload the signed bytes: a document that names a manifest by its digest
 * @param signature in base 64, as the annotation has it
 */
@SuppressWarnings("ArrayRecordComponent") // bytes from outside, never compared
public record CosignSignature(byte[] payload, String signature) {}

package dev.jpod.registry;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of a blob, from their start each time: an upload that was cut begins anew. */
@FunctionalInterface
public interface BlobSource {
  InputStream open() throws IOException;
}

package dev.jpod.transfer;

import dev.jpod.host.PlainFiles;
import dev.jpod.json.JsonTree;
import dev.jpod.model.JpodException;
import dev.jpod.trust.CosignSignature;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The files in which Podman, Buildah and Skopeo keep one signature each: a message of OpenPGP, or
 * another form, whose name stands between a zero byte and the end of the first line.
 */
final class SignatureFile {
  /** A signed document has a few hundred bytes. */
  static final int LARGEST = 256 << 10;

  private static final String COSIGN = "\0sigstore-json\n";
  private static final String SIMPLE = "\0simple-signing\n";

  /** The type of the document that cosign signs. */
  static final String COSIGN_TYPE = "application/vnd.dev.cosign.simplesigning.v1+json";

  /** The annotation with the signature. */
  static final String SIGNATURE = "dev.cosignproject.cosign/signature";

  private SignatureFile() {}

  /** The messages of OpenPGP among files; what else there is counts as no signature. */
  static List<byte[]> simple(List<byte[]> files) {
    List<byte[]> messages = new ArrayList<>();
    for (byte[] file : files) {
      byte[] named = behind(SIMPLE, file);
      if (named != null) {
        messages.add(named);
      } else if (file.length > 0 && file[0] != 0) {
        messages.add(file);
      }
    }
    return messages;
  }

  /** The signatures in cosign's form among files; what else there is counts as none. */
  static List<CosignSignature> cosign(List<byte[]> files) {
    List<CosignSignature> signatures = new ArrayList<>();
    for (byte[] file : files) {
      byte[] json = behind(COSIGN, file);
      CosignSignature signature = json == null ? null : read(json);
      if (signature != null) {
        signatures.add(signature);
      }
    }
    return signatures;
  }

  private static @Nullable CosignSignature read(byte[] document) {
    try {
      JsonNode json = JsonTree.read(document);
      if (!json.path("mimeType").asString("").equals(COSIGN_TYPE)) {
        return null;
      }
      return new CosignSignature(
          Base64.getDecoder().decode(json.path("payload").asString("")),
          json.path("annotations").path(SIGNATURE).asString(""));
    } catch (JacksonException | IllegalArgumentException e) {
      return null;
    }
  }

  private static byte @Nullable [] behind(String start, byte[] file) {
    boolean has = file.length >= start.length();
    for (int i = 0; has && i < start.length(); i++) {
      has = file[i] == start.charAt(i);
    }
    return has ? Arrays.copyOfRange(file, start.length(), file.length) : null;
  }

  /** A small file that lies somewhere on this host; null when there is none. */
  static byte @Nullable [] at(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return limited(file, in, LARGEST);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw TransferFailure.of("cannot read the signature '" + file + "'", e);
    }
  }

  /** A plain file below a folder that others filled, of so many bytes; null when there is none. */
  static byte @Nullable [] below(Path folder, String way, int most) {
    try (InputStream in = Channels.newInputStream(new PlainFiles(folder).open(way))) {
      return limited(folder.resolve(way), in, most);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw TransferFailure.of("cannot read '" + folder.resolve(way) + "'", e);
    }
  }

  private static byte[] limited(Path file, InputStream in, int most) throws IOException {
    byte[] content = in.readNBytes(most + 1);
    if (content.length > most) {
      throw JpodException.refused(
          "'" + file + "' has more than " + most + " bytes", "see what lies there");
    }
    return content;
  }
}

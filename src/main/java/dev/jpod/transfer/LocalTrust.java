package dev.jpod.transfer;

import dev.jpod.image.ImageGate;
import dev.jpod.image.ImagePick;
import dev.jpod.image.LoadChoice;
import dev.jpod.model.Digest;
import dev.jpod.trust.Gatekeeper;
import dev.jpod.trust.SignatureSource;
import dev.jpod.trust.Subject;
import dev.jpod.trust.Transport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Lets only those images of files and folders pass that the policy allows. */
public final class LocalTrust {
  private LocalTrust() {}

  /**
   * The gate for an image of one place. Signatures are looked for beside it: archives have none.
   * What it throws is what {@link Gatekeeper#require} throws.
   */
  public static ImageGate gate(Gatekeeper gatekeeper, Location.Local from) {
    return digests ->
        gatekeeper.require(
            Subject.atPath(transport(from), from.path(), digests), signatures(from, digests));
  }

  /**
   * The gates for all images of what is loaded, whatever it turns out to be.
   *
   * @param path of the archive or the folder
   */
  public static LoadChoice.Gates gates(Gatekeeper gatekeeper, Path path) {
    return form ->
        gate(
            gatekeeper,
            switch (form) {
              case DOCKER -> new Location.DockerArchive(path, new ImagePick.Every());
              case ANY, OCI ->
                  Files.isDirectory(path)
                      ? new Location.OciFolder(path, new ImagePick.Every())
                      : new Location.OciArchive(path, new ImagePick.Every());
            });
  }

  private static Transport transport(Location.Local from) {
    return switch (from) {
      case Location.Folder _ -> Transport.DIR;
      case Location.OciFolder _ -> Transport.OCI;
      case Location.OciArchive _ -> Transport.OCI_ARCHIVE;
      case Location.DockerArchive _ -> Transport.DOCKER_ARCHIVE;
    };
  }

  private static SignatureSource signatures(Location.Local from, List<Digest> digests) {
    return switch (from) {
      case Location.Folder folder -> new FolderSignatures(folder.path(), digests.getLast());
      case Location.OciFolder layout -> new LayoutSignatures(layout.path());
      case Location.OciArchive _, Location.DockerArchive _ -> SignatureSource.NONE;
    };
  }
}

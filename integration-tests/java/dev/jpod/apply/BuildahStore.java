package dev.jpod.apply;

import dev.jpod.host.ProcessRunner;
import dev.jpod.image.Image;
import dev.jpod.image.ImageStore;
import dev.jpod.podman.Driver;
import dev.jpod.podman.StoragePlace;
import dev.jpod.transfer.InPlace;
import dev.jpod.trust.Gatekeeper;
import dev.jpod.trust.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A store of Buildah's, in a folder of its own, with an image of two layers in it. */
record BuildahStore(Store store, Driver driver) {
  static final String IMAGE = "localhost/in-place:1";

  Path root() {
    return store.folder().resolve("podman/root");
  }

  private Path runroot() {
    return store.folder().resolve("podman/run");
  }

  StoragePlace place() {
    return new StoragePlace(driver, root());
  }

  /** The upper layer removes a file of the lower one and replaces a folder. */
  void build() throws IOException, InterruptedException {
    Files.write(store.folder().resolve("lower.tar"), BusyboxImage.tar("in place"));
    shell(
        """
        mkdir -p more/srv/folder more/srv/old
        echo kept > more/srv/kept; echo gone > more/srv/gone; echo old > more/srv/folder/old
        lower=$(buildah OPTIONS from scratch)
        buildah OPTIONS add -q $lower lower.tar /
        buildah OPTIONS copy -q $lower more /
        buildah OPTIONS commit -q $lower localhost/lower:1
        buildah OPTIONS rm $lower
        upper=$(buildah OPTIONS from localhost/lower:1)
        files=$(buildah OPTIONS mount $upper)
        rm $files/srv/gone
        rm -r $files/srv/folder
        mkdir $files/srv/folder
        echo new > $files/srv/folder/new
        ln $files/srv/folder/new $files/srv/hard
        ln -s folder/new $files/srv/soft
        : > "$files/srv/$(printf 'odd\\377name')"
        echo odd > "$files/srv/$(printf 'odd\\377name')"
        buildah OPTIONS umount $upper
        buildah OPTIONS commit -q $upper localhost/in-place:1
        buildah OPTIONS rm $upper
        """);
  }

  /** Runs a script in which OPTIONS stands for those that name this store. */
  String shell(String script) throws IOException, InterruptedException {
    String options =
        "--root " + root() + " --runroot " + runroot() + " --storage-driver " + driver.word();
    return store
        .run(List.of("sh", "-euc", script.replace("OPTIONS", options)))
        .well()
        .out()
        .strip();
  }

  /** The store, as skopeo calls it. */
  String transport() {
    return "containers-storage:[" + driver.word() + "@" + root() + "+" + runroot() + "]";
  }

  Image take(String name, ImageStore into) {
    return new InPlace(new Gatekeeper(Policy.NONE, new ProcessRunner())).take(place(), name, into);
  }

  /** What every file of the store is, but for when it was last read. */
  Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root())) {
      for (Path path : (Iterable<Path>) all::iterator) {
        Map<String, Object> status =
            Files.readAttributes(
                path,
                "unix:ino,mode,uid,gid,size,lastModifiedTime,ctime",
                LinkOption.NOFOLLOW_LINKS);
        files.put(root().relativize(path).toString(), new TreeMap<>(status).toString());
      }
    }
    return files;
  }

  /** The folders of an image's layers that have a file of this name. */
  List<Path> having(String file) throws IOException {
    List<Path> found = new ArrayList<>();
    Path home =
        driver == Driver.VFS ? place().root().resolve("vfs/dir") : root().resolve("overlay");
    try (Stream<Path> layers = Files.list(home)) {
      for (Path layer : (Iterable<Path>) layers::iterator) {
        Path files = driver == Driver.VFS ? layer : layer.resolve("diff");
        if (Files.exists(files.resolve(file), LinkOption.NOFOLLOW_LINKS)) {
          found.add(files.resolve(file));
        }
      }
    }
    return found;
  }
}

package dev.jpod.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.model.ImageReference;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only root may unpack, and what overlayfs makes of it. */
class UnpackedLayersIT {
  /** Everything that tar keeps about a tree: kinds, modes, owners, sizes, times, links. */
  private static final String DESCRIBE =
      "find . -printf '%P %y %m %U:%G %s %T@ %l %n\\n"
          + "' | sort; getfattr -R -h -d -m - . 2>&1 | sort";

  @TempDir Path folder;
  private Tools tools;
  private ImageStore store;

  @BeforeEach
  void openStore() {
    tools = new Tools(folder);
    store = ImageStore.open(folder.resolve("store"));
  }

  @Test
  void aTreeIsTheSameAfterTheWayThroughATar() throws Exception {
    tools.shell(
        """
        mkdir -p tree/etc tree/tmp tree/empty && cd tree
        cp /bin/busybox ping && setcap cap_net_raw+ep ping && setfattr -n user.note -v '\\0377\\0' ping
        echo x > etc/shadow && chown 1234:4321 etc/shadow && chmod 0640 etc/shadow
        cp /bin/busybox su && chmod 4755 su && chmod 1777 tmp && chmod 0550 empty
        ln etc/shadow hard && ln -s /nowhere soft && chown -h 77:88 soft && mkfifo pipe
        mknod null c 1 3 && mknod disk b 259 70000 && chmod 660 disk
        truncate -s 5M sparse && printf end >> sparse
        mkdir long && cd long && for i in 1 2 3 4 5 6 7 8; do n=$(printf 'n%.0s' $(seq 100))$i; mkdir $n; cd $n; done
        echo deep > file
        """);
    tools.shell("cd tree && touch -h -d '2001-02-03 04:05:06.123456789' soft . etc tmp long");
    tools.shell("tar -C tree --xattrs --xattrs-include='*' --format=posix -S -cf tree.tar .");

    Path root = store.root(importRootfs("tree.tar").id()).layers().getFirst();

    assertThat(new Tools(root).shell(DESCRIBE))
        .isEqualTo(new Tools(folder.resolve("tree")).shell(DESCRIBE));
    assertThat(new Tools(root).run("getcap", "ping")).contains("cap_net_raw=ep");
    assertThat(Long.parseLong(new Tools(root).run("stat", "-c", "%b", "sparse").strip()))
        .isLessThan(1000);
  }

  @Test
  void namesSurviveInTheLocaleOfCron() throws Exception {
    tools.shell(
        "mkdir tree && cd tree && printf x > \"$(printf 'caf\\303\\251')\" && printf y > \"$(printf"
            + " 'latin\\351')\" && ln -s \"$(printf 'caf\\303\\251')\" link && cd .. && tar -C tree"
            + " -cf gnu.tar . && tar -C tree --format=posix -cf posix.tar .");
    for (String format : List.of("gnu", "posix")) {
      Process process =
          tools.store(Map.of("LC_ALL", "C", "LANG", "C"), "store", format + ".tar", format + ":1");
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor()).as(output).isZero();

      Path root = store.root(store.resolve(format + ":1").orElseThrow().id()).layers().getFirst();
      String list = "LC_ALL=C ls -b; LC_ALL=C ls -lb link | sed 's/.*-> //'";
      assertThat(new Tools(root).shell(list))
          .isEqualTo("caf\\303\\251\nlatin\\351\nlink\ncaf\\303\\251\n");
    }
  }

  @Test
  void overlayfsShowsWhatTheLayersMean() throws Exception {
    Image image =
        load(
            new TarBytes()
                .folder("gone")
                .file("gone/f", "x")
                .file("kept", "low")
                .folder("opaque")
                .file("opaque/low", "x")
                .folder("again")
                .file("again/low", "x")
                .file("file", "x"),
            new TarBytes()
                .file(".wh.gone", "")
                .file("opaque/high", "x")
                .file("opaque/.wh..wh..opq", "")
                .file(".wh.again", "")
                .file("again/high", "x")
                .file(".wh.file", ""));

    assertThat(mounted(store.root(image.id()).layers().stream().map(Path::toString).toList()))
        .isEqualTo(". again again/high kept opaque opaque/high");
  }

  @Test
  void aHundredAndTwentyLayersFitIntoOneMount() throws Exception {
    TarBytes[] layers = new TarBytes[120];
    for (int i = 0; i < layers.length; i++) {
      layers[i] = new TarBytes().file("f" + i, "x").file("all", Integer.toString(i));
    }

    List<String> links = store.root(load(layers).id()).shortLayers();

    assertThat(String.join(":", links)).hasSizeLessThan(2300);
    assertThat(mounted(links).split(" ")).hasSize(122);
  }

  /** The paths that a mount of the layers shows. */
  private String mounted(List<String> layers) throws Exception {
    tools.run("mkdir", "-p", "upper", "work", "merged");
    return tools
        .shell(
            """
            here=$PWD; cd '%s'
            mount -t overlay overlay -o "lowerdir=%s,upperdir=$here/upper,workdir=$here/work%s" \\
              $here/merged
            cd $here/merged; find . | sed 's,^\\./,,' | LC_ALL=C sort | tr '\\n' ' '
            cd /; umount $here/merged
            """
                .formatted(
                    folder.resolve("store/layers"),
                    String.join(":", layers),
                    store.driver().options()))
        .strip();
  }

  private Image load(TarBytes... layers) {
    List<byte[]> tars = new ArrayList<>();
    for (TarBytes layer : layers) {
      tars.add(layer.finished());
    }
    ImageFixture image = new ImageFixture(tars, ImageFixture.config("amd64", tars));
    return store.load(new ByteArrayInputStream(image.dockerArchive("web:1"))).getFirst();
  }

  private Image importRootfs(String tar) throws IOException {
    try (InputStream in = Files.newInputStream(folder.resolve(tar))) {
      return store.importRootfs(in, ImageReference.of("tree:1"), ImportOptions.at(Instant.EPOCH));
    }
  }
}

package dev.jpod.apply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.NeedsRoot;
import dev.jpod.registry.RealRegistries;
import dev.jpod.registry.RealRegistry;
import dev.jpod.registry.SourceImage;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged jpod logs in to Debian's registry with TLS, takes images from there that buildah
 * made and skopeo pushed, runs them, and gives back what other tools read.
 */
@NeedsRoot("the Docker engine that the tests' registries run in")
@ExtendWith(RealRegistries.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegistryCommandsIT {
  private static final String CREDENTIALS = RealRegistry.USER + ":" + RealRegistry.PASSWORD;

  private SourceImage source;
  private Store store;
  private Path home;

  @BeforeAll
  void build() throws Exception {
    source = SourceImage.build("commands");
  }

  @AfterAll
  void forgetSource() throws Exception {
    source.close();
  }

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    store = new Store();
    home = folder;
  }

  @AfterEach
  void end() throws Exception {
    store.close();
  }

  private List<String> argv(String... arguments) {
    List<String> argv = new ArrayList<>(List.of("env", "-u", "REGISTRY_AUTH_FILE"));
    argv.addAll(List.of("XDG_RUNTIME_DIR=" + home, "XDG_CONFIG_HOME=" + home));
    argv.addAll(store.argv(arguments));
    return argv;
  }

  private Result jpod(String... arguments) throws Exception {
    return store.run(argv(arguments));
  }

  private Result login(RealRegistry registry, String password) throws Exception {
    Process process =
        new ProcessBuilder(
                argv("login", "-u", RealRegistry.USER, "--password-stdin", registry.host()))
            .start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(password.getBytes(UTF_8));
    }
    return Result.of(process);
  }

  private Path certificates(RealRegistries registries, RealRegistry registry) throws Exception {
    Path folder = Files.createDirectories(home.resolve("containers/certs.d"));
    registries.trust(registry, folder);
    return folder.resolve(registry.host());
  }

  @Test
  void aRegistryWithAPasswordIsUsedAfterALogin(RealRegistries registries) throws Exception {
    isUsed(registries, registries.basic(), "shop/basic");
  }

  @Test
  void aRegistryWithTokensIsUsedAfterALogin(RealRegistries registries) throws Exception {
    isUsed(registries, registries.token(), "shop/token");
  }

  private void isUsed(RealRegistries registries, RealRegistry registry, String repository)
      throws Exception {
    String name = registry.host() + "/" + repository;
    assertThat(jpod("pull", name + ":1").with(69).err()).contains("is not to be trusted");
    String certificates = certificates(registries, registry).toString();
    String[] access = {"--dest-creds=" + CREDENTIALS, "--dest-cert-dir=" + certificates};
    source.skopeo(
        "copy", "--all", access[0], access[1], source.layout(), "docker://" + name + ":1");

    jpod("pull", name + ":1").with(1);
    login(registry, "wrong").with(1);
    login(registry, RealRegistry.PASSWORD).well();
    jpod("pull", name + ":1").well();
    jpod("push", name + ":1", "docker://" + name + "-again:2").well();

    assertThat(inspect(name + "-again:2", certificates)).isEqualTo(manifest(name + ":1"));
    source.buildah(
        "pull",
        "--quiet",
        "--signature-policy",
        "policy.json",
        "--creds",
        CREDENTIALS,
        "--cert-dir",
        certificates,
        "docker://" + name + "-again:2");
    assertThat(jpod("search", "--list-tags", name + "-again").well().out()).contains("  2\n");
    jpod("logout", registry.host()).well();
    jpod("rmi", name + ":1").well();
    jpod("pull", name + ":1").with(1);
  }

  @Test
  void anImageOfARegistryRuns(RealRegistries registries) throws Exception {
    RealRegistry registry = registries.tls();
    String certificates = certificates(registries, registry).toString();
    String name = registry.host() + "/shop/app:1";
    source.skopeo(
        "copy", "--all", "--dest-cert-dir=" + certificates, source.layout(), "docker://" + name);
    store.write(
        "stack.yaml",
        """
        apiVersion: jpod.dev/v1
        kind: Stack
        name: shop
        pods:
          app: {image: "%s", networks: none, stopSignal: KILL}
        """
            .formatted(name));

    jpod("apply", "-f", "stack.yaml").well();

    assertThat(store.sh("shop-app-0", "cat /etc/mark").well().out()).isEqualTo("commands");
    jpod("destroy", "shop").well();
  }

  /** The digest that the store has for the manifest of an image. */
  private String manifest(String name) throws Exception {
    return jpod("image", "inspect", name).well().json().get(0).get("digest").asString();
  }

  /** The digest that skopeo finds in the registry. */
  private String inspect(String name, String certificates) throws Exception {
    return source
        .skopeo(
            "inspect",
            "--creds=" + CREDENTIALS,
            "--cert-dir=" + certificates,
            "--format={{.Digest}}",
            "docker://" + name)
        .strip();
  }
}

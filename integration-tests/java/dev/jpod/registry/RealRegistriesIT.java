package dev.jpod.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.NeedsRoot;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The registries of the tests are what they say: other tools are let in, or not. */
@NeedsRoot("the Docker engine that the tests' registries run in")
@ExtendWith(RealRegistries.Shared.class)
class RealRegistriesIT {
  private static final String CREDENTIALS = RealRegistry.USER + ":" + RealRegistry.PASSWORD;

  @TempDir private Path folder;

  @Test
  void otherToolsPushToAllOfThemAndReadTheSameDigest(RealRegistries registries) throws Exception {
    try (SourceImage image = SourceImage.build("rig")) {
      Map<RealRegistry, String> all = new LinkedHashMap<>();
      all.put(registries.plain(), "--dest-tls-verify=false");
      all.put(registries.tls(), "--dest-tls-verify=true");
      all.put(registries.basic(), "--dest-creds=" + CREDENTIALS);
      all.put(registries.token(), "--dest-creds=" + CREDENTIALS);
      String digest = image.skopeo("inspect", "--format", "{{.Digest}}", image.layout());
      for (Map.Entry<RealRegistry, String> each : all.entrySet()) {
        registries.trust(each.getKey(), folder);
        String certificates = folder.resolve(each.getKey().host()).toString();
        String name = "docker://" + each.getKey().host() + "/open/source:1";
        image.skopeo(
            "copy",
            "--all",
            "--dest-cert-dir",
            certificates,
            each.getValue(),
            image.layout(),
            name);
        String reading = each.getValue().replace("--dest-", "--");
        assertThat(
                image.skopeo(
                    "inspect",
                    "--cert-dir",
                    certificates,
                    reading,
                    "--format",
                    "{{.Digest}}",
                    name))
            .isEqualTo(digest);
      }
      assertThat(registries.tokens().issued()).isPositive();
    }
  }
}

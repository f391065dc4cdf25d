package dev.jpod.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.jpod.NeedsRoot;
import dev.jpod.image.Image;
import dev.jpod.image.ImageFixture;
import dev.jpod.image.ImageStore;
import dev.jpod.image.StoreCase;
import dev.jpod.image.Tools;
import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import dev.jpod.registry.RealRegistries;
import dev.jpod.registry.Registries;
import dev.jpod.registry.RegistrySettings;
import dev.jpod.registry.RegistrySettings.Certificates;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Images of the store go to a registry, where other tools find them. */
@NeedsRoot("the Docker engine that the tests' registries run in")
@ExtendWith(RealRegistries.Shared.class)
class PushIT {
  @TempDir private Path folder;

  /** Keeps what became of the parts. */
  private static final class Fates implements TransferListener {
    private final Set<Fate> fates = new ConcurrentSkipListSet<>();

    @Override
    public void began(Part part) {}

    @Override
    public void moved(Part part, long bytes) {}

    @Override
    public void ended(Part part, Fate fate) {
      fates.add(fate);
    }
  }

  @Test
  void skopeoReadsTheSameDigestAndASecondPushSendsNothing(RealRegistries registries)
      throws Exception {
    StoreCase files = new StoreCase(folder.resolve("store"));
    Image image =
        files
            .load(ImageFixture.of("low", "high").compressed().ociArchive("localhost/it:1"))
            .getFirst();
    ImageStore store = files.store();
    ImageReference name = ImageReference.of(registries.plain().host() + "/open/pushed:1");
    Registries asked =
        new Registries(
            RegistrySettings.of("0", Map.of("HOME", folder.toString()), 0)
                .with(Certificates.UNCHECKED));
    Fates first = new Fates();
    Fates second = new Fates();

    Digest digest;
    try (ImageStore.Hold _ = store.hold()) {
      digest = Departures.push(store.content(image.id().value()), name, List.of(), asked, first);
      Departures.push(store.content(image.id().value()), name, List.of(), asked, second);
    }

    assertThat(digest).isEqualTo(image.manifestDigest());
    assertThat(
            new Tools(folder)
                .run(
                    "skopeo",
                    "inspect",
                    "--tls-verify=false",
                    "--format",
                    "{{.Digest}}",
                    "docker://" + name)
                .strip())
        .isEqualTo(digest.value());
    assertThat(first.fates).containsExactly(TransferListener.Fate.TRANSFERRED);
    assertThat(second.fates).containsExactly(TransferListener.Fate.ALREADY_THERE);
    JpodException refusal =
        catchThrowableOfType(
            JpodException.class,
            () ->
                Departures.push(
                    store.content(image.id().value()),
                    name.at(image.id()),
                    List.of(),
                    asked,
                    TransferListener.SILENT));
    assertThat(refusal.failure()).isEqualTo(Failure.REFUSED);
  }
}

package dev.jpod.reconcile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.SnakeYamlNode;
import dev.jpod.diff.Subset;
import dev.jpod.engine.FakeEngine;
import dev.jpod.engine.Requester;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.plan.Patience;
import dev.jpod.store.StoreKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SavedPlanTests {
  private static final String STACK =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      volumes: {data: {}}
      configs: {page: {env: PAGE}}
      secrets: {pw: {env: PASSWORD}}
      pods:
        api: {image: "localhost/busybox:1", env: {LEVEL: "${LEVEL}"}, configs: [page]}
        db: {image: "localhost/busybox:1", secrets: [pw], volumes: ["data:/data"]}
      """;

  @TempDir Path folder;
  private String meddlesome = "";
  private Runnable meddling = () -> {};
  private ReconcileRig rig;
  private MemoryStackStore stack;
  private Map<String, String> environment;
  private FakeEngine engine;

  @BeforeEach
  void importAnImage() {
    rig = new ReconcileRig(folder, this::hear);
    stack = rig.stack;
    environment = rig.environment;
    engine = rig.engine;
  }

  /** Somebody else does something just before the run does this. */
  private void hear(String call) {
    if (call.equals(meddlesome)) {
      meddlesome = "";
      meddling.run();
    }
  }

  private Reconciler reconciler() {
    return rig.reconciler();
  }

  private byte[] save(String text) {
    return save(text, null);
  }

  private byte[] save(String text, @Nullable Subset subset) {
    Proposal proposal = rig.proposal("/srv", text);
    return reconciler().preview(proposal.limitedTo(subset), "runc", Patience.DEFAULT).file();
  }

  private Outcome apply(byte[] plan) {
    RunOptions options =
        new RunOptions(
            RunOptions.DEFAULT.lockTimeout(),
            1,
            Patience.DEFAULT,
            null,
            "runc",
            null,
            Author.UNKNOWN,
            RunGuards.NONE);
    return reconciler()
        .apply(reconciler().saved("plan.json", plan), options, ApplyListener.SILENT, new Drain());
  }

  private void applied() {
    assertThat(apply(save(STACK))).isInstanceOf(Outcome.Done.class);
  }

  private ObservedContainer container(String name) {
    return engine.observe().containers().stream()
        .filter(container -> container.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static byte[] with(byte[] plan, String was, String is) {
    String text = new String(plan, UTF_8);
    assertThat(text).contains(was);
    return text.replace(was, is).getBytes(UTF_8);
  }

  @Test
  void whatWasPlannedIsDoneWhateverFilesAndVariablesSayNow() {
    byte[] plan = save(STACK);
    environment.putAll(Map.of("LEVEL", "debug", "PAGE", "two"));

    assertThat(apply(plan)).isInstanceOf(Outcome.Done.class);

    assertThat(container("shop-api-0").applied()).containsEntry("env.LEVEL", "info");
    assertThat(Objects.requireNonNull(stack.current()).origin()).isEqualTo("stack.yaml");
    environment.putAll(Map.of("LEVEL", "info", "PAGE", "one"));
    assertThat(apply(save(STACK))).isInstanceOf(Outcome.Unchanged.class);
  }

  @Test
  void aPlanFitsItsSchemaAndHoldsNoSecret() throws IOException {
    var validator =
        new ValidatorFactory().withJsonNodeFactory(new SnakeYamlNode.Factory()).createValidator();
    var schema = validator.registerSchema(Files.readString(Path.of("schemas/plan.schema.json")));
    applied();
    for (String text :
        List.of(
            STACK,
            STACK.replace("db: {", "db: {user: nobody, "),
            STACK.replace("secrets: [pw]", "env: {PW: {secret: pw}}"),
            STACK.replace("volumes: {data: {}}", "volumes: {data: {labels: {a: b}}}"))) {
      String plan = new String(save(text), UTF_8);

      assertThat(validator.validate(schema, plan).getErrors()).isEmpty();
      assertThat(plan).doesNotContain("hunter2");
    }
    String broken =
        new String(save(STACK), UTF_8).replace("\"kind\" : \"Plan\"", "\"kind\" : \"x\"");
    assertThat(validator.validate(schema, broken).isValid()).isFalse();
  }

  @Test
  void aPlanThatIsLimitedToSomePodsStaysSo() {
    applied();
    byte[] plan =
        save(
            STACK.replace("db: {", "db: {user: nobody, ").replace("api: {", "api: {user: nobody, "),
            new Subset(Set.of("db")));

    assertThat(apply(plan)).isInstanceOf(Outcome.Done.class);

    assertThat(container("shop-db-0").applied()).containsEntry("user", "nobody");
    assertThat(container("shop-api-0").applied()).doesNotContainKey("user");
  }

  @Test
  void aSecondTimeTheHostIsNotAsPlannedAnyMore() {
    byte[] plan = save(STACK);
    apply(plan);

    assertThat(apply(plan))
        .isInstanceOfSatisfying(
            Outcome.Stale.class,
            stale -> {
              assertThat(stale.now().isEmpty()).isTrue();
              assertThat(stale.reason())
                  .hasMessage("the plan was applied already: it is r1 of 'shop'");
              assertThat(stale.reason().hint()).isEqualTo("there is nothing left to do");
            });
  }

  @Test
  void aPlanThatWasAppliedIsKnownBehindLaterRevisions() {
    applied();
    byte[] plan = save(STACK.replace("db: {", "db: {user: nobody, "));
    apply(plan);
    apply(save(STACK));

    assertThat(apply(plan))
        .isInstanceOfSatisfying(
            Outcome.Stale.class,
            stale -> {
              assertThat(stale.now().isEmpty()).isFalse();
              assertThat(stale.reason())
                  .hasMessage("the plan was applied already: it is r2 of 'shop'");
              assertThat(stale.reason().hint()).startsWith("what is different since then is shown");
            });
  }

  @Test
  void anotherRevisionInBetweenMakesItStale() {
    applied();
    byte[] plan = save(STACK.replace("db: {", "db: {user: nobody, "));
    apply(save(STACK.replace("api: {", "api: {user: nobody, ")));

    assertThat(apply(plan))
        .isInstanceOfSatisfying(
            Outcome.Stale.class,
            stale -> {
              assertThat(stale.reason().failure()).isEqualTo(Failure.STALE);
              assertThat(stale.reason()).hasMessageContaining("not any more as it was");
              assertThat(stale.now().steps()).isNotEmpty();
            });
    assertThat(container("shop-db-0").applied()).doesNotContainKey("user");
  }

  @Test
  void whatSomebodyElseStoppedMakesItStale() {
    applied();
    byte[] plan = save(STACK.replace("db: {", "db: {user: nobody, "));
    engine.containers().stop(container("shop-db-0").id(), Requester.OPERATOR, null);

    assertThat(apply(plan)).isInstanceOf(Outcome.Stale.class);
  }

  @Test
  void whatSomebodyElseChangesMeanwhileIsNotTouched() {
    applied();
    byte[] plan =
        save(
            STACK
                .replace("db: {", "db: {user: nobody, dependsOn: [api], ")
                .replace("api: {", "api: {user: nobody, "));
    String db = container("shop-db-0").id();
    meddling = () -> engine.containers().stop(db, Requester.OPERATOR, null);
    meddlesome = "start api[0]";

    assertThat(apply(plan))
        .isInstanceOfSatisfying(
            Outcome.Stale.class,
            stale -> {
              assertThat(stale.reason()).hasMessageContaining("somebody else has changed it");
              assertThat(stale.now().steps()).isNotEmpty();
            });
    assertThat(container("shop-api-0").applied()).containsEntry("user", "nobody");
    assertThat(engine.observe().containers())
        .filteredOn(container -> container.id().equals(db))
        .singleElement()
        .returns(false, container -> container.status().isAlive());
  }

  @Test
  void aChangedSecretIsNamed() {
    byte[] plan = save(STACK);
    environment.put("PASSWORD", "other");

    assertThatThrownBy(() -> apply(plan))
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.STALE))
        .hasMessage("the secret 'pw' has another value now than when the plan was made");
  }

  @Test
  void whatWasEditedIsRefused() {
    byte[] plan = save(STACK);
    for (byte[] edited :
        List.of(
            with(plan, "localhost/busybox:1", "localhost/busybox:2"),
            with(plan, "\"text\" : \"one\"", "\"text\" : \"two\""),
            with(plan, "\"runtime\" : \"runc\"", "\"runtime\" : \"/tmp/evil\""))) {
      assertRefused(edited, Failure.REFUSED, "'plan.json' is not as jpod wrote it");
    }
  }

  @Test
  void aPlanOfAnotherStoreIsRefused() throws IOException {
    byte[] plan = save(STACK);
    Files.delete(engine.layout().root().resolve("key"));
    new StoreKey(engine.layout()).readOrCreate();

    assertRefused(
        plan,
        Failure.REFUSED,
        "'plan.json' was made on another host, or for another store of this one");
  }

  @Test
  void aPlanForAStackThatIsGoneIsRefused() {
    applied();
    byte[] plan = save(STACK.replace("db: {", "db: {user: nobody, "));
    stack.forget();

    assertThatThrownBy(() -> apply(plan))
        .hasMessage("the plan changes a stack 'shop' that is not here any more");
  }

  @Test
  void aLaterFormatIsRefused() {
    assertRefused(
        with(
            save(STACK),
            "\"kind\" : \"Plan\",\n  \"format\" : \"1.1\"",
            "\"kind\" : \"Plan\",\n  \"format\" : \"2.0\""),
        Failure.REFUSED,
        "'plan.json' is a plan of the format '2.0', not of 1.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "{}",
        "{\"kind\":\"Stack\"}",
        "kind: Plan",
        "{\"kind\":\"Plan\"}{}",
        "{\"kind\":\"Plan\",\"kind\":\"Plan\"}"
      })
  void whatIsNoPlanIsNotTakenForOne(String text) {
    assertRefused(text.getBytes(UTF_8), Failure.USAGE, "'plan.json' is no saved plan");
  }

  @Test
  void deepNestingAndHugeFilesAreRefused() {
    assertRefused(
        ("{\"kind\":\"Plan\",\"plan\":" + "[".repeat(100_000)).getBytes(UTF_8),
        Failure.USAGE,
        "'plan.json' is no saved plan");
    assertRefused(
        new byte[SavedPlanFile.LARGEST + 1],
        Failure.REFUSED,
        "'plan.json' is larger than 64 MiB, as no saved plan is");
  }

  private void assertRefused(byte[] plan, Failure failure, String message) {
    assertThatThrownBy(() -> apply(plan))
        .isInstanceOfSatisfying(
            JpodException.class,
            e -> {
              assertThat(e.failure()).isEqualTo(failure);
              assertThat(e.hint()).isNotEmpty();
            })
        .hasMessage(message);
    assertThat(engine.observe().containers()).isEmpty();
  }
}

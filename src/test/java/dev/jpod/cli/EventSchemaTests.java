package dev.jpod.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.SnakeYamlNode;
import dev.jpod.cli.Arguments.Format;
import dev.jpod.cli.Console.Colours;
import dev.jpod.cli.Failures.Detail;
import dev.jpod.cli.Surroundings.Caller;
import dev.jpod.cli.Surroundings.Terminals;
import dev.jpod.diff.FieldOrigins;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.plan.Basis;
import dev.jpod.plan.Plan;
import dev.jpod.plan.Step;
import dev.jpod.reconcile.ContainerFailure;
import dev.jpod.reconcile.Outcome;
import dev.jpod.reconcile.Outcome.FailedStep;
import dev.jpod.reconcile.Outcome.Restoration;
import dev.jpod.reconcile.Recap;
import dev.jpod.reconcile.Recap.Tally;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds what is told of a run to {@code schemas/events.schema.json}. */
class EventSchemaTests {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Recap RECAP = new Recap(1, 1, 0, 0, 1, Tally.NONE, Tally.NONE);

  @TempDir private Path folder;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final Plan plan = SmallPlan.of("web", "db");
  private final JpodException reason = new JpodException(Failure.FAILED, "no", "do it");
  private final Step step = plan.steps().getFirst();

  private Wiring wiring() {
    Surroundings around =
        new Surroundings(
            new ByteArrayInputStream(new byte[0]),
            written,
            new ByteArrayOutputStream(),
            Map.of("JPOD_ROOT", folder.toString(), "JPOD_RUNROOT", folder.toString()),
            folder,
            Terminals.NONE,
            "C.UTF-8",
            Caller.ROOT);
    Console console = new Console(around, new Output(around.out()), Colours.NEVER);
    return new Wiring(
        around, console, new Settings(around, List.of()), new Failures(console, Detail.SENTENCE));
  }

  private List<String> lines() {
    Wiring wiring = wiring();
    PlanView view =
        new PlanView(
            FieldOrigins.UNKNOWN,
            () -> Basis.UNKNOWN,
            wiring.console().symbols(),
            wiring.failures());
    JsonProgress progress = new JsonProgress(wiring.console(), view);
    FailedStep failed = new FailedStep(step, reason);
    progress.planned(plan);
    progress.started(step);
    progress.transferred(step, 5, 10);
    progress.said(step, "a line");
    progress.finished(step, Duration.ofMillis(1234));
    progress.failed(step, reason);
    progress.failed(step, new ContainerFailure(reason, "web", List.of("a \"line\"")));
    progress.skipped(step);
    progress.interrupted(List.of(step));
    progress.leftOpen(step, 2, "2 connections were still open");
    progress.rollingBack(List.of(failed), 3);
    progress.warned("the history could not be written");
    RecapReport report = new RecapReport(wiring, Format.JSON, 1_500_000_000);
    Restoration back = new Restoration(3, plan, RECAP, List.of("the volume 'x' is still there"));
    for (Outcome outcome :
        List.of(
            new Outcome.Unchanged(plan, RECAP),
            new Outcome.Done(plan, RECAP, 4),
            new Outcome.Done(plan, RECAP, 0),
            new Outcome.Failed(plan, RECAP, List.of(failed), List.of("a pod stays")),
            new Outcome.Interrupted(plan, RECAP),
            new Outcome.RolledBack(plan, RECAP, List.of(failed), back),
            new Outcome.RollbackFailed(plan, RECAP, List.of(failed), 3, List.of(failed), reason),
            new Outcome.Stale(plan, RECAP, reason, plan))) {
      report.tell(outcome, ExitCode.DONE);
    }
    ImagePruning.pruneNameless(Format.JSON, wiring);
    wiring.console().out().flush();
    return written.toString(UTF_8).lines().toList();
  }

  /** Judges lines by both schemas, the one of which names the other. */
  private static final class Schema {
    private final Validator validator =
        new ValidatorFactory().withJsonNodeFactory(new SnakeYamlNode.Factory()).createValidator();
    private final URI events;

    Schema() throws IOException {
      validator.registerSchema(Files.readString(Path.of("schemas/plan.schema.json")));
      events = validator.registerSchema(Files.readString(Path.of("schemas/events.schema.json")));
    }

    boolean accepts(String line) {
      return validator.validate(events, line).isValid();
    }
  }

  @Test
  void everyEventIsAsTheSchemaSays() throws IOException {
    Schema schema = new Schema();
    List<String> lines = lines();

    assertThat(lines).isNotEmpty().allMatch(schema::accepts);
    Set<String> told = new TreeSet<>();
    lines.forEach(line -> told.add(JSON.readTree(line).path("event").stringValue()));
    Set<String> documented = new TreeSet<>();
    JsonNode schemaText = JSON.readTree(Files.readString(Path.of("schemas/events.schema.json")));
    documented.addAll(schemaText.path("$defs").propertyNames());
    assertThat(told).isEqualTo(documented);
  }

  @Test
  void aFieldMoreOrLessIsRefused() throws IOException {
    Schema schema = new Schema();
    List<String> accepted = new ArrayList<>();
    for (String line : lines()) {
      String more = line.substring(0, line.length() - 1) + ",\"other\":1}";
      String less = line.replaceFirst("\"event\":\"[a-z-]+\",?", "");
      for (String broken : List.of(more, less)) {
        if (schema.accepts(broken)) {
          accepted.add(broken);
        }
      }
    }

    assertThat(accepted).isEmpty();
  }

  @Test
  void whatBelongsToOneOutcomeIsRefusedOfOthers() throws IOException {
    Schema schema = new Schema();
    String back =
        lines().stream()
            .filter(line -> line.contains("\"outcome\":\"rolled back\""))
            .findFirst()
            .orElseThrow();

    assertThat(schema.accepts(back)).isTrue();
    assertThat(schema.accepts(back.replace("rolled back", "done"))).isFalse();
    assertThat(schema.accepts(back.replaceFirst("\"rolledBackTo\":3,", ""))).isFalse();
  }
}

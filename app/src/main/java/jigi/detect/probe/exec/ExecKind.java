package jigi.detect.probe.exec;

import java.util.List;
import java.util.Map;
import java.util.Set;
import jigi.base.config.Field;
import jigi.base.config.Problems;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.detect.probe.Check;
import jigi.detect.probe.ProbeKind;
import jigi.detect.probe.SampleName;
import jigi.detect.probe.SecretText;
import jigi.detect.probe.expect.Expectation;
import jigi.detect.probe.expect.Expectations;

/** Runs a command and judges its exit status, or what it prints. */
public final class ExecKind implements ProbeKind {
  private static final Set<String> SUBJECTS = Set.of("exit", "output", "json", "fresh", "time");

  private static final Field<List<String>> COMMAND =
      Field.required(
          "exec",
          Shapes.listOf(Shapes.text()),
          "The command and its arguments; a relative path is one of the manual's files.");
  private static final Field<String> AS =
      Field.optional("as", Shapes.text(), "nobody", "The account, when Jigi itself is root.");
  private static final Field<Map<String, SecretText>> ENVIRONMENT =
      Field.optional(
          "environment", Shapes.mapOf(SecretText.shape()), "Variables; a value may be a secret.");
  private static final Field<List<String>> METRICS =
      Field.optional(
          "metrics",
          Shapes.listOf(Shapes.text()),
          "Names of metrics that it prints, in Prometheus's text format.");
  private static final Field<List<Expectation>> EXPECT =
      Expectations.field(SUBJECTS, "What it must come to; without it the exit status decides.");

  @Override
  public String name() {
    return "exec";
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(COMMAND, AS, ENVIRONMENT, METRICS, EXPECT);
  }

  @Override
  public @org.jspecify.annotations.Nullable Check configure(Values values, Problems problems) {
    List<String> command = values.get(COMMAND);
    if (command.isEmpty()) {
      problems.error(
          values.placeOfValue(COMMAND),
          "missing-value",
          "a probe of kind exec needs a command",
          "write for example exec: [scripts/check.sh, --fast]");
      return null;
    }
    List<String> metrics = values.find(METRICS);
    return new ExecCheck(
        command,
        values.get(AS),
        values.find(ENVIRONMENT, Map.of()),
        metrics == null ? Set.of() : Set.copyOf(metrics),
        values.get(EXPECT));
  }

  @Override
  public Offer offer(Values values) {
    List<String> metrics = values.find(METRICS);
    return metrics == null ? Offer.NOTHING : new Offer(false, metrics);
  }

  @Override
  public boolean runsOnHost() {
    return true;
  }

  @Override
  public List<SampleName> samples() {
    return List.of(SampleName.of("probe_exec_exit_code", "count", "The command's exit status."));
  }
}

package jigi.detect.probe.flow;

import java.util.List;
import java.util.Map;
import jigi.base.config.Field;
import jigi.base.config.Problems;
import jigi.base.config.Secret;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.detect.probe.Check;
import jigi.detect.probe.ProbeKind;
import jigi.detect.probe.SampleName;

/** Walks through several requests that follow each other, as a user does. */
public final class FlowKind implements ProbeKind {
  private static final Field<List<Step>> STEPS =
      Field.required("flow", Shapes.listOf(Step.shape()), "The requests, in order.");
  private static final Field<String> CONNECTION =
      Field.required("connection", Shapes.name(), "The service, one of 'connections'.");
  private static final Field<Map<String, Secret>> SECRETS =
      Field.optional(
          "secrets",
          Shapes.mapOf(Secret.shape()),
          "Secrets by the name that steps write in braces, such as a test user's password.");

  @Override
  public String name() {
    return "flow";
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(STEPS, CONNECTION, SECRETS);
  }

  @Override
  public Check configure(Values values, Problems problems) {
    return new FlowCheck(
        values.get(CONNECTION), List.copyOf(values.get(STEPS)), values.find(SECRETS, Map.of()));
  }

  @Override
  public List<SampleName> samples() {
    return List.of(
        SampleName.of("flow_steps_done", "count", "Steps that were as expected."),
        SampleName.of("flow_step_duration_seconds", "seconds", "Time of a step, from 1.", "step"));
  }
}

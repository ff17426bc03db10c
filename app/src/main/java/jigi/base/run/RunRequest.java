package jigi.base.run;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a run.
 *
 * @param actor who answers for it: {@code user:kim}, {@code jigi}
 * @param incident the incident that it serves; null for none
 * @param parent the run that calls it; null for none
 */
public record RunRequest(
    RunDefinition definition,
    Map<String, String> parameters,
    Trigger trigger,
    String actor,
    @Nullable String incident,
    Lane lane,
    Mode mode,
    @Nullable String parent) {
  public RunRequest {
    parameters = Map.copyOf(parameters);
  }

  /** One that no run calls. */
  public RunRequest(
      RunDefinition definition,
      Map<String, String> parameters,
      Trigger trigger,
      String actor,
      @Nullable String incident,
      Lane lane,
      Mode mode) {
    this(definition, parameters, trigger, actor, incident, lane, mode, null);
  }

  /** Started by a person. */
  public static RunRequest byHand(
      RunDefinition definition, Map<String, String> parameters, String actor) {
    return new RunRequest(
        definition, parameters, Trigger.manual(), actor, null, Lane.NORMAL, Mode.BY_HAND);
  }

  /** Started, or with {@link Mode#ASK} proposed, by an alert. */
  public static RunRequest byAlert(
      RunDefinition definition, Map<String, String> parameters, Trigger trigger, Mode mode) {
    return new RunRequest(definition, parameters, trigger, "jigi", null, Lane.NORMAL, mode);
  }

  public RunRequest incident(@Nullable String incident) {
    return new RunRequest(definition, parameters, trigger, actor, incident, lane, mode, parent);
  }
}

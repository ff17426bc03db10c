package jigi.present.api.view;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A run's page.
 *
 * @param hash of the definition that this run holds on to
 * @param question what it waits for a person to answer; null when it waits for none
 */
public record RunDetail(
    RunRow row,
    String hash,
    @Nullable String goal,
    @Nullable IncidentRow incident,
    Map<String, String> parameters,
    String result,
    List<StepRow> steps,
    @Nullable Question question) {
  /**
   * An approval or a choice.
   *
   * @param step index, from 0; −1 for the run as a whole
   * @param by who may answer
   * @param commands what an approval would let happen, exactly
   * @param hash what the approval is bound to; null for a choice
   * @param choices empty for an approval
   * @param consents those that an approval needs and has
   * @param why key of {@code run.ask.<why>}; null for an approval
   */
  public record Question(
      int step,
      List<String> by,
      List<Command> commands,
      @Nullable String hash,
      List<String> choices,
      @Nullable Instant expires,
      Consents consents,
      @Nullable String why) {
    /** One that a single consent answers. */
    public Question(
        int step,
        List<String> by,
        List<Command> commands,
        @Nullable String hash,
        List<String> choices,
        @Nullable Instant expires) {
      this(step, by, commands, hash, choices, expires, new Consents(1, List.of()), null);
    }

    public Question {
      by = List.copyOf(by);
      commands = List.copyOf(commands);
      choices = List.copyOf(choices);
    }

    public boolean approval() {
      return choices.isEmpty();
    }
  }

  /**
   * @param needed how many different people have to consent
   * @param given who has, in the order of their coming
   */
  public record Consents(int needed, List<String> given) {
    public Consents {
      given = List.copyOf(given);
    }
  }

  /** A command and where it would run. */
  public record Command(String title, @Nullable String target, String text) {}

  public RunDetail {
    parameters = java.util.Collections.unmodifiableMap(new TreeMap<>(parameters));
    steps = List.copyOf(steps);
  }

  /** The step that is under way or asked about, else the last one that did something. */
  public int focus() {
    int last = 0;
    for (StepRow step : steps) {
      if (step.state().equals("running") || step.state().equals("waiting")) {
        return step.index();
      }
      if (step.finished() && !step.state().equals("skipped")) {
        last = step.index();
      }
    }
    return last;
  }
}

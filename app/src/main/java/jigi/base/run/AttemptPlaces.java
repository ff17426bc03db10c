package jigi.base.run;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import jigi.base.exec.AttemptSpec;
import jigi.base.exec.Attempts;
import jigi.base.kernel.UserError;
import org.jspecify.annotations.Nullable;

/** Where the attempts of blocks live, and what they are started with. */
final class AttemptPlaces {
  private final RunParts parts;
  private final StepKinds kinds;

  AttemptPlaces(RunParts parts, StepKinds kinds) {
    this.parts = parts;
    this.kinds = kinds;
  }

  /**
   * A run stays on the machine on which its last block was executed; to go on here it needs a
   * person's word.
   */
  Decision atHome(RunSnapshot s, Decision decision) {
    if (!(decision instanceof Decision.Begin begin) || !movesHere(s, begin)) {
      return decision;
    }
    Question question = s.question(begin.step());
    if (question == null) {
      return new Decision.Ask(begin.step(), WaitReason.INTERRUPTED, StepDecider.NODE_MOVED);
    }
    return switch (question.choice()) {
      case null -> new Decision.Await(question.reason(), null);
      case RETRY, CHECK, UNDO -> decision;
      case MARK_DONE, ABANDON -> new Decision.Finish(RunState.FAILED, "undo-failed");
    };
  }

  private boolean movesHere(RunSnapshot s, Decision.Begin begin) {
    if (begin.purpose() == Purpose.GOAL) {
      return false;
    }
    StepDefinition step = s.definition().steps().get(begin.step());
    StepPart part = Objects.requireNonNull(step.part(begin.purpose()));
    if (!kinds.shell(part.kind()) || !local(s, step, part)) {
      return false;
    }
    return s.attempts().stream()
        .filter(attempt -> local(s, attempt))
        .reduce((a, b) -> b)
        .map(this::foreign)
        .orElse(false);
  }

  /** Whether another node began it. */
  boolean foreign(RunAttempt attempt) {
    return attempt.node() != null && !attempt.node().equals(parts.node());
  }

  /** Whether it is a block that was executed on the machine of the node that began it. */
  boolean local(RunSnapshot s, RunAttempt attempt) {
    if (attempt.step() < 0 || !kinds.shell(attempt.kind())) {
      return false;
    }
    StepDefinition step = s.definition().steps().get(attempt.step());
    return local(s, step, step.part(attempt.purpose()));
  }

  /** What the manual names no more is nowhere: it is found out when it is to be reached. */
  private boolean local(RunSnapshot s, StepDefinition step, @Nullable StepPart part) {
    try {
      return StepTarget.of(step, part).isLocal(parts.connections(), s.run().system());
    } catch (UserError e) {
      return false;
    }
  }

  /** What a new attempt needs of its host; null where any number of runs may work. */
  @Nullable HostTurn turn(RunSnapshot s, Decision.Begin begin, Supplier<Trigger> first) {
    if (begin.purpose() == Purpose.GOAL) {
      return null;
    }
    StepDefinition step = s.definition().steps().get(begin.step());
    StepPart part = Objects.requireNonNull(step.part(begin.purpose()));
    if (!kinds.shell(part.kind())) {
      return null;
    }
    String system = s.run().system();
    String host;
    try {
      host = StepTarget.of(step, part).host(parts.connections(), system);
    } catch (UserError e) {
      return null; // the attempt itself tells that there is no such connection
    }
    Integer limit = parts.connections().limit(system, host);
    return limit == null
        ? null
        : new HostTurn(system, host, limit, HostTurn.rank(begin.purpose(), first.get()));
  }

  /** Everything that its process needs. */
  AttemptSpec spec(RunSnapshot s, RunAttempt attempt) {
    StepDefinition step = s.definition().steps().get(attempt.step());
    StepPart part = Objects.requireNonNull(step.part(attempt.purpose()));
    String system = s.run().system();
    StepTarget target = StepTarget.of(step, part);
    Map<String, String> environment =
        new HashMap<>(target.environment(parts.connections(), system));
    environment.putAll(s.run().parameters());
    String each = step.attribute("each");
    if (each != null) {
      environment.put("EACH", each);
    }
    environment.put("JIGI_SYSTEM", s.run().system());
    environment.put("JIGI_RUN", s.run().id());
    environment.put("JIGI_RUN_NUMBER", String.valueOf(s.run().number()));
    environment.put("JIGI_ATTEMPT", attempt.id());
    return new AttemptSpec(
        attempt.id(),
        part.source(),
        Objects.requireNonNull(kinds.interpreter(attempt.kind())),
        account(step, part),
        target.folder(parts.connections(), system),
        step.timeout(attempt.purpose()),
        environment,
        parts.connections().secrets(system));
  }

  private static @Nullable String account(StepDefinition step, StepPart part) {
    String own = part.attributes().get("as");
    return own == null ? step.attribute("as") : own;
  }

  /**
   * Where it runs.
   *
   * @throws UserError when the manual names no such host or connection
   */
  Attempts attempts(RunSnapshot s, RunAttempt attempt) {
    StepDefinition step = s.definition().steps().get(attempt.step());
    return StepTarget.of(step, step.part(attempt.purpose()))
        .attempts(parts.connections(), s.run().system());
  }
}

package jigi.base.run;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One step of a run's definition.
 *
 * @param title of the heading above the block
 * @param act the block that is executed
 * @param verify whether the effect is there; may not act
 * @param undo takes the effect back
 * @param probe whether the effect is there, asked after a crash only
 */
public record StepDefinition(
    String title,
    Role role,
    StepPart act,
    @Nullable StepPart verify,
    @Nullable StepPart undo,
    @Nullable StepPart probe) {
  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final Duration VERIFY_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration BACKOFF = Duration.ofSeconds(2);
  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(5);

  /** A step without verify, undo and probe. */
  public static StepDefinition of(String title, Role role, StepPart act) {
    return new StepDefinition(title, role, act, null, null, null);
  }

  String kind() {
    return act.kind();
  }

  boolean acts() {
    return role == Role.RUN;
  }

  /** Whether it is an item of a checklist: UNKNOWN is a result there, and asks nobody. */
  boolean listed() {
    return attribute("item") != null;
  }

  @Nullable String attribute(String name) {
    return act.attributes().get(name);
  }

  /** How often a failed attempt is followed by another one. */
  int retries() {
    String text = attribute("retry");
    return text == null ? 0 : Integer.parseInt(text);
  }

  /** The pause before the attempt that follows the given number of attempts: doubles, ≤ 5 min. */
  Duration backoff(int attempts) {
    Duration first = act.duration("backoff", BACKOFF);
    Duration doubled = first.multipliedBy(1L << Math.min(Math.max(attempts - 1, 0), 20));
    return doubled.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : doubled;
  }

  Duration timeout(Purpose purpose) {
    StepPart part = part(purpose);
    boolean checks = purpose == Purpose.VERIFY || purpose == Purpose.BEFORE;
    return part == null ? TIMEOUT : part.duration("timeout", checks ? VERIFY_TIMEOUT : TIMEOUT);
  }

  /** The block for a purpose; null when the step has none. */
  @Nullable StepPart part(Purpose purpose) {
    return switch (purpose) {
      case ACT -> act;
      case VERIFY, BEFORE -> verify;
      case UNDO -> undo;
      case PROBE -> probe;
      case GOAL -> null;
    };
  }

  /** The step's name in {@code when=failed(name)}: its title in lower case with hyphens. */
  public String slug() {
    return title.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s()=,]+", "-");
  }

  /** The slug or number of the step whose failure this one answers; null when it answers none. */
  public @Nullable String answers() {
    String when = attribute("when");
    return when == null || !when.startsWith("failed(") || !when.endsWith(")")
        ? null
        : when.substring(7, when.length() - 1);
  }

  /** The blocks of this step, by purpose, without those it lacks. */
  public List<StepPart> parts() {
    return java.util.stream.Stream.of(act, verify, undo, probe)
        .filter(java.util.Objects::nonNull)
        .map(java.util.Objects::requireNonNull)
        .toList();
  }
}

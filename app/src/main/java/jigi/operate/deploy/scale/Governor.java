package jigi.operate.deploy.scale;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.DoublePredicate;
import jigi.base.kernel.Durations;
import org.jspecify.annotations.Nullable;

/** What the load asks for, by what was measured and what was done; it keeps nothing itself. */
public final class Governor {
  /** The load is looked at so often. */
  public static final Duration STEP = Duration.ofSeconds(15);

  /** Whose changes are the load's. */
  public static final String ACTOR = "jigi";

  private final ScaleSettings scale;
  private final LoadRules rules;

  public Governor(ScaleSettings scale, LoadRules rules) {
    this.scale = scale;
    this.rules = rules;
  }

  /**
   * What there is to judge.
   *
   * @param load one value each {@link #STEP}, the newest last; NaN where it was not measured
   * @param running how many instances there are; 0 before the first deployment
   * @param places how many there may be at most
   * @param busy something is being deployed or scaled
   * @param changes newest first
   */
  public record Situation(
      Instant now, List<Double> load, int running, int places, boolean busy, List<Scaled> changes) {
    public Situation {
      load = List.copyOf(load);
      changes = List.copyOf(changes);
    }
  }

  /** What comes of it. */
  public Verdict judge(Situation s) {
    double load = s.load().isEmpty() ? Double.NaN : s.load().getLast();
    if (s.running() == 0) {
      return new Verdict(Verdict.Word.NOTHING, load, null, "", null);
    }
    if (Double.isNaN(load)) {
      return new Verdict(Verdict.Word.UNKNOWN, load, null, "", null);
    }
    if (lasted(s, rules.out(), value -> value > rules.out().at())) {
      String why = why("above", rules.out(), load);
      return change(s, load, s.running() + rules.out().by(), why);
    }
    if (lasted(s, rules.in(), value -> value < rules.in().at())) {
      String why = why("below", rules.in(), load);
      return change(s, load, s.running() - rules.in().by(), why);
    }
    return new Verdict(Verdict.Word.STEADY, load, null, "", null);
  }

  private Verdict change(Situation s, double load, int wanted, String why) {
    boolean more = wanted > s.running();
    int to = scale.within(wanted, s.places());
    if (more ? to <= s.running() : to >= s.running()) {
      return new Verdict(
          more ? Verdict.Word.AT_MOST : Verdict.Word.AT_LEAST, load, null, why, null);
    }
    if (s.busy()) {
      return new Verdict(Verdict.Word.BUSY, load, null, why, null);
    }
    Instant cooled = s.changes().isEmpty() ? null : at(s.changes().getFirst(), rules.coolDown());
    if (cooled != null && cooled.isAfter(s.now())) {
      return new Verdict(Verdict.Word.COOLING, load, null, why, cooled);
    }
    Instant held = held(s);
    if (held != null && held.isAfter(s.now())) {
      return new Verdict(Verdict.Word.HELD, load, null, why, held);
    }
    return new Verdict(more ? Verdict.Word.OUT : Verdict.Word.IN, load, to, why, null);
  }

  /** Until when a person's wish holds; null when none ever had one. */
  private @Nullable Instant held(Situation s) {
    return s.changes().stream()
        .filter(each -> !each.actor().equals(ACTOR))
        .filter(each -> "deployed".equals(each.outcome()))
        .findFirst()
        .map(each -> at(each, rules.hold()))
        .orElse(null);
  }

  private static Instant at(Scaled change, Duration later) {
    Instant ended = change.ended();
    return (ended == null ? change.started() : ended).plus(later);
  }

  /** Without a gap, and with as many instances as there are now. */
  private static boolean lasted(Situation s, LoadRules.Bound bound, DoublePredicate beyond) {
    int points = 1 + (int) ((bound.lasts().toMillis() + STEP.toMillis() - 1) / STEP.toMillis());
    int all = s.load().size();
    if (all < points
        || (!s.changes().isEmpty() && at(s.changes().getFirst(), bound.lasts()).isAfter(s.now()))) {
      return false;
    }
    return s.load().subList(all - points, all).stream()
        .allMatch(value -> !value.isNaN() && beyond.test(value));
  }

  private static String why(String side, LoadRules.Bound bound, double load) {
    return "the load was "
        + side
        + " "
        + LoadRules.number(bound.at())
        + " for "
        + Durations.format(bound.lasts())
        + " (now "
        + LoadRules.number(load)
        + ")";
  }
}

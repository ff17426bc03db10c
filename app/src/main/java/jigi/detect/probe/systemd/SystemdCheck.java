package jigi.detect.probe.systemd;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jigi.base.exec.Captured;
import jigi.base.kernel.Durations;
import jigi.base.kernel.UserError;
import jigi.detect.probe.Check;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.Observation;
import jigi.detect.probe.Sample;
import jigi.detect.probe.expect.Expectation;
import jigi.detect.probe.expect.Expectations;
import jigi.detect.probe.expect.Seen;
import org.jspecify.annotations.Nullable;

/** The check of {@link SystemdKind}. */
record SystemdCheck(String unit, List<Expectation> expect) implements Check {
  @Override
  public Observation observe(CheckContext context) throws InterruptedException {
    try {
      Captured said = context.capture("root", Unit.command(unit), Map.of());
      if (said.timedOut()) {
        return interrupted(context.timeout());
      }
      return said.code() == 0
          ? judge(context.now(), context.ahead(), Unit.parse(said.stdout()))
          : Observation.unknown(
              "systemctl: " + said.stderr().strip().lines().findFirst().orElse("no answer"));
    } catch (UserError e) {
      return Observation.unknown(e.fact());
    }
  }

  @Override
  public Observation interrupted(Duration timeout) {
    return Observation.unknown("systemd did not answer within " + Durations.format(timeout));
  }

  Observation judge(Instant now, Duration ahead, Unit seen) {
    if (seen.text("LoadState").equals("not-found")) {
      return Observation.fail("there is no unit " + unit, Sample.of("systemd_unit_active", 0));
    }
    boolean active = seen.text("ActiveState").equals("active");
    boolean timer = unit.endsWith(".timer");
    List<Sample> samples = new ArrayList<>();
    samples.add(Sample.of("systemd_unit_active", active ? 1 : 0));
    Map<String, Double> numbers = new HashMap<>();
    Double restarts = seen.number("NRestarts");
    numbers.put("restarts", restarts == null ? 0 : restarts);
    if (restarts != null) {
      samples.add(Sample.of("systemd_unit_restarts_total", restarts));
    }
    moment(ahead, seen, "ActiveEnterTimestamp", "systemd_unit_active_timestamp_seconds", samples);
    Instant last =
        moment(ahead, seen, "LastTriggerUSec", "systemd_timer_last_timestamp_seconds", samples);
    Instant next =
        moment(
            ahead, seen, "NextElapseUSecRealtime", "systemd_timer_next_timestamp_seconds", samples);
    numbers.put("age", between(last, now));
    numbers.put("left", between(now, next));
    List<String> objections = new ArrayList<>();
    if (!active) {
      objections.add("expected active");
    } else if (timer && next == null) {
      objections.add("it will not fire again");
    }
    Seen judged = new Seen(numbers, "", name -> null, now, ahead);
    objections.addAll(Expectations.objections(expect, judged));
    return Observation.judged(evidence(seen, active, next), objections, samples);
  }

  /** What never happened is infinitely long ago, what will not happen infinitely far. */
  private static double between(@Nullable Instant from, @Nullable Instant to) {
    return from == null || to == null
        ? Double.POSITIVE_INFINITY
        : Duration.between(from, to).toMillis() / 1e3;
  }

  private static @Nullable Instant moment(
      Duration ahead, Unit seen, String property, String sample, List<Sample> samples) {
    Instant time = seen.time(property);
    if (time == null) {
      return null;
    }
    Instant ours = time.plus(ahead);
    samples.add(Sample.of(sample, ours.getEpochSecond()));
    return ours;
  }

  private String evidence(Unit seen, boolean active, @Nullable Instant next) {
    String state = unit + " is " + seen.text("ActiveState") + " (" + seen.text("SubState") + ")";
    if (!active) {
      String result = seen.text("Result");
      Double status = seen.number("ExecMainStatus");
      return state
          + (result.isEmpty() || result.equals("success") ? "" : ", " + result)
          + (status == null || status == 0 ? "" : ", exit " + status.intValue());
    }
    return next == null ? state : state + ", fires next at " + next;
  }
}

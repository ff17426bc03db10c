package jigi.detect.probe.heartbeat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import jigi.base.config.Secret;
import jigi.base.kernel.Durations;
import jigi.base.kernel.Status;
import jigi.detect.probe.Check;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.InZone;
import jigi.detect.probe.Observation;
import jigi.detect.probe.Sample;

/** The check of {@link HeartbeatKind}. */
record HeartbeatCheck(Secret token, Due due) implements InZone {
  /** What is guessed within a lifetime is shorter. */
  static final int SHORTEST_TOKEN = 16;

  private static final int SHOWN = 160;

  @Override
  public Check in(ZoneId zone) {
    return new HeartbeatCheck(token, due.in(zone));
  }

  @Override
  public Observation observe(CheckContext context) {
    try {
      if (context.secrets().read(token).length() < SHORTEST_TOKEN) {
        return Observation.unknown("its token has fewer than " + SHORTEST_TOKEN + " characters");
      }
    } catch (Secret.Missing e) {
      return Observation.unknown(String.valueOf(e.getMessage()));
    }
    Heard heard = context.tools().heartbeats().recall(context.key());
    Instant last = heard == null ? null : heard.last();
    if (heard == null || last == null) {
      return Observation.unknown("nothing was heard of it yet");
    }
    return judge(heard, last, context);
  }

  private Observation judge(Heard heard, Instant last, CheckContext context) {
    Instant now = context.now();
    List<Sample> samples = samples(heard, now);
    Signal ended = heard.ended();
    Instant expected = due.after(last);
    if (expected != null && now.isAfter(expected.plus(due.grace()))) {
      return late(heard, last, expected, context);
    }
    if (ended != null && ended.kind() == Signal.Kind.FAIL) {
      String said = context.shown(ended.said(), SHOWN);
      return Observation.of(
          Status.FAIL,
          (ended.code() == null ? "it failed " : "exit code " + ended.code() + " ")
              + span(ended.at(), now)
              + " ago"
              + (said.isBlank() ? "" : ": " + said),
          samples);
    }
    Instant started = heard.started();
    if (started != null) {
      Duration runs = Duration.between(started, now);
      boolean tooLong = due.longest() != null && runs.compareTo(due.longest()) > 0;
      return Observation.of(
          tooLong ? Status.FAIL : Status.OK,
          "a run is under way for " + span(started, now) + (tooLong ? ", too long" : ""),
          samples);
    }
    return Observation.of(Status.OK, "it succeeded " + span(last, now) + " ago", samples);
  }

  /** What was late before Jigi went away is late until it is heard. */
  private Observation late(Heard heard, Instant last, Instant expected, CheckContext context) {
    Instant now = context.now();
    HeartbeatMemory memory = context.tools().heartbeats();
    Instant since = memory.listensSince();
    if (!heard.late() && expected.isBefore(since) && !now.isAfter(due.retriedBy(since))) {
      return Observation.unknown(
          "nothing heard for " + span(last, now) + ", it may have called while Jigi did not run");
    }
    if (!heard.late()) {
      memory.late(context.key());
    }
    return Observation.of(
        Status.FAIL,
        "late: nothing heard for " + span(last, now) + ", due " + span(expected, now) + " ago",
        samples(heard, now));
  }

  private static List<Sample> samples(Heard heard, Instant now) {
    List<Sample> samples = new ArrayList<>();
    Instant succeeded = heard.succeeded();
    if (succeeded != null) {
      samples.add(
          Sample.of("heartbeat_age_seconds", Duration.between(succeeded, now).toMillis() / 1e3));
      samples.add(
          Sample.of("heartbeat_last_success_timestamp_seconds", succeeded.toEpochMilli() / 1e3));
    }
    Duration took = heard.took();
    if (took != null) {
      samples.add(Sample.of("heartbeat_run_seconds", took.toMillis() / 1e3));
    }
    samples.add(Sample.of("heartbeat_running", heard.started() == null ? 0 : 1));
    Integer code = heard.ended() == null ? null : heard.ended().code();
    if (code != null) {
      samples.add(Sample.of("heartbeat_exit_code", code));
    }
    return samples;
  }

  private static String span(Instant from, Instant to) {
    Duration span = Duration.between(from, to);
    return Durations.format(Duration.ofSeconds(Math.max(0, span.toSeconds())));
  }
}

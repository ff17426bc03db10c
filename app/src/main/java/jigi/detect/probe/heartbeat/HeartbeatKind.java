package jigi.detect.probe.heartbeat;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import jigi.base.config.Field;
import jigi.base.config.Problems;
import jigi.base.config.Secret;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.base.schedule.Schedule;
import jigi.base.schedule.ScheduleShape;
import jigi.detect.probe.Check;
import jigi.detect.probe.ProbeKind;
import jigi.detect.probe.SampleName;
import org.jspecify.annotations.Nullable;

/** Waits for what a job elsewhere says of itself. */
public final class HeartbeatKind implements ProbeKind {
  private static final Field<Secret> TOKEN =
      Field.required(
          "heartbeat",
          Secret.shape(),
          "Where the token stands that the job calls with, of 16 letters and digits at least.");
  private static final Field<Duration> PERIOD =
      Field.optional(
          "period", Shapes.duration(), "How often the job is heard of; or write 'schedule'.");
  private static final Field<Schedule> SCHEDULE =
      Field.optional(
          "schedule", new ScheduleShape(), "When the job runs, in the system's time zone.");
  private static final Field<Duration> GRACE =
      Field.optional("grace", Shapes.duration(), "5m", "How much later is still in time.");
  private static final Field<Duration> LONGEST =
      Field.optional(
          "longest", Shapes.duration(), "How long a run may take that told of its start.");

  @Override
  public String name() {
    return "heartbeat";
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(TOKEN, PERIOD, SCHEDULE, GRACE, LONGEST);
  }

  @Override
  public @Nullable Check configure(Values values, Problems problems) {
    if (values.has(PERIOD) == values.has(SCHEDULE)) {
      problems.error(
          values.place(),
          "heartbeat-when",
          values.has(PERIOD)
              ? "a heartbeat has either a 'period' or a 'schedule', here stand both"
              : "a heartbeat needs a 'period' or a 'schedule'",
          "write period: 1h, or schedule: daily 02:00");
      return null;
    }
    return new HeartbeatCheck(
        values.get(TOKEN),
        new Due(
            values.find(PERIOD),
            values.find(SCHEDULE),
            ZoneOffset.UTC,
            values.get(GRACE),
            values.find(LONGEST)));
  }

  @Override
  public List<SampleName> samples() {
    return List.of(
        SampleName.of("heartbeat_age_seconds", "seconds", "Since the last success."),
        SampleName.of(
            "heartbeat_last_success_timestamp_seconds", "timestamp", "When it succeeded last."),
        SampleName.of("heartbeat_run_seconds", "seconds", "How long its last run took."),
        SampleName.of("heartbeat_running", "state", "Whether a run is under way."),
        SampleName.of("heartbeat_exit_code", "count", "The exit code of its last end."));
  }
}

package jigi.base.run.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import jigi.base.run.StepOutcome;
import org.jspecify.annotations.Nullable;

/**
 * A container as {@code GET /containers/{id}/json} tells of it.
 *
 * @param phase Docker's word: running, exited, …
 * @param health empty without a health check; else starting, healthy or unhealthy
 * @param started by the daemon's clock; null when it never was
 */
record Seen(String name, String phase, int exitCode, String health, @Nullable Instant started) {
  static Seen of(JsonNode json) {
    JsonNode state = json.path("State");
    String health = state.path("Health").path("Status").asText("");
    return new Seen(
        json.path("Name").asText().replaceFirst("^/", ""),
        state.path("Status").asText(),
        state.path("ExitCode").asInt(),
        health.equals("none") ? "" : health,
        time(state.path("StartedAt").asText()));
  }

  /** Null for what is no time, and for "0001-01-01…": it never was. */
  static @Nullable Instant time(String text) {
    try {
      Instant time = OffsetDateTime.parse(text).toInstant();
      return time.getEpochSecond() <= 0 ? null : time;
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  boolean running() {
    return phase.equals("running");
  }

  private boolean over() {
    return phase.equals("exited") || phase.equals("stopped") || phase.equals("dead");
  }

  /** Whether it is as wanted; UNKNOWN when that can still become so by itself. */
  StepOutcome.Result judge(Expected wanted) {
    return switch (wanted) {
      case STOPPED ->
          over() || phase.equals("created")
              ? StepOutcome.Result.OK
              : phase.equals("stopping") ? StepOutcome.Result.UNKNOWN : StepOutcome.Result.FAILED;
      case RUNNING -> running() ? StepOutcome.Result.OK : notRunning();
      case HEALTHY -> running() ? healthy(StepOutcome.Result.FAILED) : notRunning();
      case WELL -> running() ? healthy(StepOutcome.Result.OK) : notRunning();
    };
  }

  private StepOutcome.Result notRunning() {
    return phase.equals("restarting") ? StepOutcome.Result.UNKNOWN : StepOutcome.Result.FAILED;
  }

  private StepOutcome.Result healthy(StepOutcome.Result withoutCheck) {
    return switch (health) {
      case "" -> withoutCheck;
      case "healthy" -> StepOutcome.Result.OK;
      case "starting" -> StepOutcome.Result.UNKNOWN;
      default -> StepOutcome.Result.FAILED;
    };
  }

  /** {@code shop_web: running since 2026-03-01T00:00:00Z, healthy}. */
  String shown() {
    String since = started == null ? "" : " since " + started;
    String end = over() ? phase + ", exit " + exitCode : phase + (running() ? since : "");
    return name + ": " + end + (running() && !health.isEmpty() ? ", " + health : "");
  }
}

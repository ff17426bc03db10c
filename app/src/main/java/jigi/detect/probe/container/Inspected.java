package jigi.detect.probe.container;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * A container as {@code GET /containers/{id}/json} tells of it.
 *
 * @param health empty without a health check; else starting, healthy or unhealthy
 * @param said what the health check printed last
 * @param started null when it never was
 * @param logPath on the daemon's host; empty when its log is no file
 */
record Inspected(
    String id,
    String name,
    Image image,
    Phase phase,
    int exitCode,
    boolean outOfMemory,
    int restarts,
    String health,
    String said,
    @Nullable Instant started,
    String logPath) {
  /** How often it has to have come back before its next start is no comfort. */
  private static final int MANY = 3;

  /** What has run for this long since its last restart has come to stay, so far. */
  private static final Duration SHORT = Duration.ofMinutes(1);

  /**
   * @param name as the container was made from it
   */
  record Image(String name, String id) {}

  /** Docker's words for a container's state. */
  enum Phase {
    CREATED,
    RUNNING,
    PAUSED,
    RESTARTING,
    REMOVING,
    EXITED,
    DEAD,
    OTHER
  }

  static Inspected of(JsonNode json) {
    JsonNode state = json.path("State");
    JsonNode health = state.path("Health");
    String word = health.path("Status").asText("");
    JsonNode checks = health.path("Log");
    String said =
        checks.isArray() && !checks.isEmpty()
            ? checks.get(checks.size() - 1).path("Output").asText("").strip()
            : "";
    return new Inspected(
        json.path("Id").asText(),
        json.path("Name").asText().replaceFirst("^/", ""),
        new Image(json.path("Config").path("Image").asText(), json.path("Image").asText()),
        phase(state.path("Status").asText()),
        state.path("ExitCode").asInt(),
        state.path("OOMKilled").asBoolean(),
        json.path("RestartCount").asInt(),
        word.equals("none") ? "" : word,
        said,
        time(state.path("StartedAt").asText()),
        json.path("LogPath").asText(""));
  }

  private static Phase phase(String word) {
    return switch (word) {
      case "created", "configured", "initialized" -> Phase.CREATED;
      case "running" -> Phase.RUNNING;
      case "paused" -> Phase.PAUSED;
      case "restarting" -> Phase.RESTARTING;
      case "removing" -> Phase.REMOVING;
      case "exited", "stopped", "stopping" -> Phase.EXITED;
      case "dead" -> Phase.DEAD;
      default -> Phase.OTHER;
    };
  }

  private static @Nullable Instant time(String text) {
    try {
      Instant time = java.time.OffsetDateTime.parse(text).toInstant();
      return time.getEpochSecond() <= 0 ? null : time;
    } catch (DateTimeParseException e) {
      return null; // "0001-01-01…" and "" alike: it never was
    }
  }

  boolean running() {
    return phase == Phase.RUNNING;
  }

  /** What is wrong with it; null when nothing is. */
  @Nullable String fault(Instant theirNow) {
    return switch (phase) {
      case RUNNING -> loops(theirNow) ? looping() : unhealthy();
      case RESTARTING -> looping();
      case PAUSED -> name + " is paused";
      case CREATED -> name + " has never been started";
      case REMOVING -> name + " is being removed";
      case EXITED, DEAD -> stopped();
      case OTHER -> name + " is in a state that Jigi does not know";
    };
  }

  /** Between two ends a crash loop looks like any running container. */
  private boolean loops(Instant theirNow) {
    return restarts >= MANY
        && started != null
        && Duration.between(started, theirNow).compareTo(SHORT) < 0;
  }

  private String looping() {
    return name
        + " restarts again and again: "
        + restarts
        + " restarts"
        // While it runs, the daemon says 0 for the exit that is still to come.
        + (running() ? "" : ", last exit " + exitCode)
        + (outOfMemory ? ", out of memory" : "");
  }

  private String stopped() {
    return outOfMemory
        ? name + " was killed for want of memory: exit " + exitCode
        : name + " has stopped: exit " + exitCode;
  }

  private @Nullable String unhealthy() {
    return health.equals("unhealthy")
        ? name + " is unhealthy" + (said.isEmpty() ? "" : ": " + said)
        : null;
  }

  /** What nobody can tell yet; null when everything is known. */
  @Nullable String doubt() {
    return running() && health.equals("starting")
        ? "the health check of " + name + " has not answered yet"
        : null;
  }
}

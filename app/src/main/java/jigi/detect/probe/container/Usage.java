package jigi.detect.probe.container;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * What a container uses, as {@code GET /containers/{id}/stats} tells.
 *
 * @param at by the daemon's clock
 * @param cpuNanos since its start
 * @param memory bytes without the file cache that the kernel would give up at once, as {@code
 *     docker stats} counts
 * @param limit bytes; 0 when none is told
 */
record Usage(Instant at, long cpuNanos, long memory, long limit) {
  static Usage of(JsonNode json) {
    JsonNode memory = json.path("memory_stats");
    JsonNode parts = memory.path("stats");
    long used = memory.path("usage").asLong();
    long cache =
        parts.has("total_inactive_file")
            ? parts.path("total_inactive_file").asLong()
            : parts.path("inactive_file").asLong();
    return new Usage(
        OffsetDateTime.parse(json.path("read").asText()).toInstant(),
        json.path("cpu_stats").path("cpu_usage").path("total_usage").asLong(),
        cache < used ? used - cache : used,
        memory.path("limit").asLong());
  }

  /** Cores in use since an earlier look; NaN when the two cannot be compared. */
  double coresSince(Usage before) {
    double nanos = Duration.between(before.at, at).toNanos();
    long spent = cpuNanos - before.cpuNanos;
    return nanos <= 0 || spent < 0 ? Double.NaN : spent / nanos;
  }
}

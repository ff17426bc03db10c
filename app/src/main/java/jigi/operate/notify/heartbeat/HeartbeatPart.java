package jigi.operate.notify.heartbeat;

import java.time.Duration;
import java.util.List;
import jigi.base.config.Field;
import jigi.base.config.ManualPart;
import jigi.base.config.ManualReading;
import jigi.base.config.ObjectShape;
import jigi.base.config.Secret;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.base.kernel.Durations;
import org.jspecify.annotations.Nullable;

/** Reads {@code heartbeat}: none or one. */
public final class HeartbeatPart implements ManualPart<List<Heartbeat>> {
  private static final Duration SHORTEST = Duration.ofSeconds(10);

  private static final Field<Secret> URL =
      Field.required(
          "url",
          Secret.shape(),
          "Where the address stands that a watcher of yours, elsewhere, gave you.");
  private static final Field<Duration> EVERY =
      Field.optional("every", Shapes.duration(), "1m", "How often; at least 10s.");
  private static final Field<Heartbeat> HEARTBEAT =
      Field.optional(
          "heartbeat",
          ObjectShape.of("a heartbeat", List.of(URL, EVERY), HeartbeatPart::of),
          "A sign of life that is posted while Jigi works; who waits for it tells when it stays"
              + " away.");

  private static @Nullable Heartbeat of(Values values) {
    Duration every = values.get(EVERY);
    if (every.compareTo(SHORTEST) < 0) {
      values.error(
          EVERY,
          "bad-value",
          "a heartbeat more often than every 10s ('" + Durations.format(every) + "')",
          "write every: 1m");
      return null;
    }
    return new Heartbeat(values.get(URL), every);
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(HEARTBEAT);
  }

  @Override
  public List<Heartbeat> read(ManualReading reading) {
    Heartbeat found = reading.find(HEARTBEAT);
    return found == null ? List.of() : List.of(found);
  }
}

package jigi.detect.probe.heartbeat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a job by all that it said.
 *
 * @param started when its run began; null when none is under way
 * @param ended the last success or failure; null before the first
 * @param succeeded when it last succeeded
 * @param took how long the last run took that told of its start
 * @param late whether it was found late since it was last heard
 */
public record Heard(
    @Nullable Instant started,
    @Nullable Signal ended,
    @Nullable Instant succeeded,
    @Nullable Duration took,
    boolean late) {
  static final Heard NOTHING = new Heard(null, null, null, null, false);

  /** The signal as it is kept: an end knows how long its run took. */
  Signal timed(Signal signal) {
    return signal.kind() == Signal.Kind.START || started == null
        ? signal
        : new Signal(
            signal.at(),
            signal.kind(),
            signal.code(),
            signal.said(),
            Duration.between(started, signal.at()));
  }

  Heard and(Signal signal) {
    return switch (signal.kind()) {
      case START -> new Heard(signal.at(), ended, succeeded, took, false);
      case SUCCESS -> new Heard(null, signal, signal.at(), lastly(signal), false);
      case FAIL -> new Heard(null, signal, succeeded, lastly(signal), false);
    };
  }

  Heard foundLate() {
    return new Heard(started, ended, succeeded, took, true);
  }

  private @Nullable Duration lastly(Signal signal) {
    return signal.took() == null ? took : signal.took();
  }

  /** The last sign of life of any kind; null for none. */
  @Nullable Instant last() {
    return started != null ? started : ended == null ? null : ended.at();
  }
}

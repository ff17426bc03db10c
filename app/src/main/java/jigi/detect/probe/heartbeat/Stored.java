package jigi.detect.probe.heartbeat;

import java.time.Duration;
import java.time.Instant;
import jigi.base.kernel.Ids;
import org.jspecify.annotations.Nullable;

/** What the store keeps as JSON: times in microseconds since 1970, durations in milliseconds. */
final class Stored {
  private Stored() {}

  record Call(long at, Signal.Kind kind, @Nullable Integer code, String said, @Nullable Long took) {
    static Call of(Signal signal) {
      return new Call(
          Ids.micros(signal.at()),
          signal.kind(),
          signal.code(),
          signal.said(),
          millis(signal.took()));
    }

    Signal signal() {
      return new Signal(Ids.instant(at), kind, code, said, duration(took));
    }
  }

  record State(
      @Nullable Long started,
      @Nullable Call ended,
      @Nullable Long succeeded,
      @Nullable Long took,
      @Nullable Boolean late) {
    static State of(Heard heard) {
      Signal ended = heard.ended();
      return new State(
          micros(heard.started()),
          ended == null ? null : Call.of(ended),
          micros(heard.succeeded()),
          millis(heard.took()),
          heard.late());
    }

    Heard heard() {
      return new Heard(
          instant(started),
          ended == null ? null : ended.signal(),
          instant(succeeded),
          duration(took),
          late != null && late);
    }
  }

  private static @Nullable Long micros(@Nullable Instant at) {
    return at == null ? null : Ids.micros(at);
  }

  private static @Nullable Instant instant(@Nullable Long micros) {
    return micros == null ? null : Ids.instant(micros);
  }

  private static @Nullable Long millis(@Nullable Duration duration) {
    return duration == null ? null : duration.toMillis();
  }

  private static @Nullable Duration duration(@Nullable Long millis) {
    return millis == null ? null : Duration.ofMillis(millis);
  }
}

package jigi.detect.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Timer;
import jigi.base.store.Tx;
import jigi.detect.rule.NoData;
import org.jspecify.annotations.Nullable;

/**
 * Alerts that other systems tell of. One that they tell of with an end and not again before it is
 * over then, as the Alertmanager has it; {@link NoData#ANNOTATION} may say that it is held instead.
 */
final class OutsideAlerts {
  /**
   * While this process did not run nobody could tell it anything: what would have ended meanwhile
   * is given the time that the Alertmanager gives to an alert without an end.
   */
  static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Timeline timeline;
  private final Book book;
  private final Map<String, Instant> until = new LinkedHashMap<>();
  private @Nullable Timer timer;

  /** Where alerts are kept. */
  interface Book {
    @Nullable Alert find(Alert.Identity identity);

    /** Those that have not ended. */
    Collection<Alert> all();

    /** Until when they hold, by the id of those that have not ended. */
    Map<String, Instant> until();

    /**
     * @param more what is stored in the same transaction
     */
    void commit(List<AlertChange> changes, @Nullable Consumer<Tx> more);

    void until(Tx tx, Map<String, Instant> ends);
  }

  OutsideAlerts(Timeline timeline, Book book) {
    this.timeline = timeline;
    this.book = book;
  }

  /** Goes on with what the store says. */
  synchronized void start() {
    Instant earliest = timeline.instant().plus(PATIENCE);
    book.until().forEach((id, at) -> until.put(id, at.isBefore(earliest) ? earliest : at));
    arm();
  }

  synchronized void take(String system, List<OutsideAlert> said) {
    Instant at = timeline.instant();
    Map<String, AlertChange> changes = new LinkedHashMap<>();
    Map<String, Instant> ends = new TreeMap<>();
    for (OutsideAlert one : said) {
      AlertChange change = change(one, system, at);
      if (change == null) {
        continue;
      }
      changes.put(change.to().identity().fingerprint(), change);
      String id = change.to().id();
      if (change.to().phase().isEnded()) {
        ends.remove(id);
        until.remove(id);
      } else if (one.until() != null) {
        ends.put(id, one.until());
      }
    }
    ends.entrySet().removeIf(end -> Objects.equals(until.get(end.getKey()), end.getValue()));
    book.commit(List.copyOf(changes.values()), ends.isEmpty() ? null : tx -> book.until(tx, ends));
    until.putAll(ends);
    arm();
  }

  /** Null for what is over and never was here. */
  private @Nullable AlertChange change(OutsideAlert one, String system, Instant at) {
    Alert.Identity identity = one.identity(system);
    Alert known = book.find(identity);
    if (one.firing() && known == null) {
      Alert begun =
          AlertMaker.pending(identity, one.said(), one.since().isAfter(at) ? at : one.since());
      return new AlertChange(null, AlertMachine.fire(begun, at), null, null);
    }
    if (known == null) {
      return null;
    }
    return one.firing()
        ? new AlertChange(known, AlertMachine.again(known.saying(one.said()), at), null, null)
        : new AlertChange(known, AlertMachine.removed(known, at), null, "recovered");
  }

  private void arm() {
    Instant next = until.values().stream().min(Instant::compareTo).orElse(null);
    if (timer != null && next != null && timer.due().equals(next)) {
      return;
    }
    if (timer != null) {
      timer.cancel();
    }
    timer = next == null ? null : timeline.at(next, "alerts from outside", this::expire);
  }

  private synchronized void expire() {
    timer = null;
    Instant at = timeline.instant();
    List<AlertChange> changes = new ArrayList<>();
    for (Alert alert : book.all()) {
      Instant end = until.get(alert.id());
      if (end != null && !end.isAfter(at)) {
        changes.add(new AlertChange(alert, expired(alert, at), null, "expired"));
      }
    }
    book.commit(changes, null);
    until.values().removeIf(end -> !end.isAfter(at));
    arm();
  }

  private static Alert expired(Alert alert, Instant at) {
    String policy = alert.said().annotations().get(NoData.ANNOTATION);
    return switch (NoData.of(policy, NoData.RESOLVE)) {
      case RESOLVE -> AlertMachine.removed(alert, at);
      case HOLD -> AlertMachine.unmeasured(alert, at);
      case ALERT -> alert;
    };
  }
}

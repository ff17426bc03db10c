package jigi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jigi.base.kernel.Durations;
import jigi.detect.alert.Alert;
import jigi.operate.notify.Delivery;

/**
 * One alert of the catalogue: what is measured, for how long it holds, and who is told by what.
 * Each part of it is there because a requirement says so; the manual is not looked at for it.
 */
final class CatalogueRow {
  private static final Duration LOOK = Duration.ofSeconds(15);
  private static final Duration GROUP_WAIT = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofHours(3);

  /** A gauge has values, a counter grows so much a second: well, and not. */
  private record Measured(double well, double bad, boolean counter) {}

  private final String id;
  private final String rule;
  private final String severity;
  private final Map<String, Measured> measured = new LinkedHashMap<>();
  private Duration hold = Duration.ZERO;
  private Duration delay = Duration.ZERO;
  private Duration before = Duration.ofMinutes(2);
  private List<String> told = List.of();
  private List<String> actions = List.of();

  private CatalogueRow(String id, String rule, String severity) {
    this.id = id;
    this.rule = rule;
    this.severity = severity;
  }

  static CatalogueRow critical(String id, String rule) {
    return new CatalogueRow(id, rule, "critical");
  }

  static CatalogueRow warning(String id, String rule) {
    return new CatalogueRow(id, rule, "warning");
  }

  /**
   * @param well the last value at which nothing is wrong
   */
  CatalogueRow when(String series, double well, double bad) {
    measured.put(series, new Measured(well, bad, false));
    return this;
  }

  CatalogueRow grows(String series, double well, double bad) {
    measured.put(series, new Measured(well, bad, true));
    return this;
  }

  /** How long it goes well first, for rules that look back. */
  CatalogueRow after(String time) {
    before = parsed(time);
    return this;
  }

  /** The rule's own duration. */
  CatalogueRow lasting(String time) {
    hold = parsed(time);
    return this;
  }

  /** Since the condition began, before which nobody is told. */
  CatalogueRow delayed(String time) {
    delay = parsed(time);
    return this;
  }

  /** By what and to whom: {@code sms kim}; a channel that all share stands alone. */
  CatalogueRow tells(String... all) {
    told = Arrays.stream(all).sorted().toList();
    return this;
  }

  /** What the runbooks do: {@code automatic NAME}. */
  CatalogueRow does(String... all) {
    actions = List.of(all);
    return this;
  }

  private static Duration parsed(String time) {
    return Objects.requireNonNull(Durations.parse(time));
  }

  void holdsIn(AlertedHouse house) throws InterruptedException {
    set(house, false);
    house.pass(before.plus(hold));
    assertThat(house.alert(rule)).as(this + " where all is well").isNull();
    Instant begun = house.now();
    set(house, true);
    Alert alert = null;
    while (alert == null) {
      assertThat(Duration.between(begun, house.now())).as(this + " is seen").isLessThan(PATIENCE);
      house.pass(LOOK);
      alert = house.alert(rule);
    }
    assertThat(alert.said().severity().key()).as(this + " severity").isEqualTo(severity);
    Instant since = alert.times().activeAt();
    Instant fired = since.plus(hold);
    Instant due = latest(fired.plus(GROUP_WAIT), since.plus(delay));
    if (house.now().isBefore(fired)) {
      house.pass(Duration.between(house.now(), fired.minusSeconds(1)));
      assertThat(house.alert(rule)).as(this + " a second before").isNotNull();
      assertThat(Objects.requireNonNull(house.alert(rule)).isFiring())
          .as(this + " fires a second before its time")
          .isFalse();
    }
    if (house.now().isBefore(due)) {
      house.pass(Duration.between(house.now(), due.minusSeconds(1)));
      assertThat(house.sent(rule, Delivery.Kind.FIRING, begun))
          .as(this + " a second before")
          .isEmpty();
      house.pass(Duration.ofSeconds(1));
    }
    assertThat(house.sent(rule, Delivery.Kind.FIRING, begun)).as(this + " told").isEqualTo(told);
    assertThat(house.actions(rule)).as(this + " actions").isEqualTo(actions);
    ends(house, begun);
  }

  private void ends(AlertedHouse house, Instant begun) throws InterruptedException {
    set(house, false);
    Instant well = house.now();
    while (house.alert(rule) != null) {
      assertThat(Duration.between(well, house.now())).as(this + " ends").isLessThan(PATIENCE);
      house.pass(LOOK);
    }
    house.pass(LOOK);
    assertThat(house.sent(rule, Delivery.Kind.RESOLVED, begun)).as(this + " over").isEqualTo(told);
    house.forget();
    house.pass(LOOK);
  }

  private void set(AlertedHouse house, boolean bad) {
    measured.forEach(
        (series, one) -> {
          double value = bad ? one.bad() : one.well();
          if (one.counter()) {
            house.grows(series, value);
          } else {
            house.measures(series, value);
          }
        });
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  @Override
  public String toString() {
    return id + " " + rule;
  }
}

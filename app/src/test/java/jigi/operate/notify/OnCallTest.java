package jigi.operate.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import jigi.Shows;
import jigi.base.store.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is told while nobody acknowledges, and who is on call then. */
abstract class OnCallTest {
  /** A Monday, nine o'clock, is when it begins: kim's turn. */
  private static final String MANUAL =
      """
      system: shop
      holidays: [03-05]
      people:
        kim: {email: kim@example.com, hours: weekdays 9-18}
        lee: {name: 이수진, email: lee@example.com}
        park: {email: park@example.com}
        cto: {email: cto@example.com}
      groups:
        night: [{on-call: primary}, park]
      on-call:
        primary:
          title: 1차 당직
          layers:
            - {people: [kim, lee], turn: daily, from: 2026-03-02, hand-over: "09:00", holidays: skip}
            - {people: park, hours: daily 9-18, holidays: only}
      channels:
        mail: {smtp: "127.0.0.1:1", from: jigi@example.com}
      routes:
        critical:
          to: [on-call: primary]
          by: [mail]
          escalate:
            - {after: 0s, to: [night]}
            - {after: 10m, to: [lee]}
            - {after: 20m, to: [cto]}
            - {after: 30m, repeat: 1}
      """;

  @TempDir Path data;

  abstract TestDatabase database();

  private RoutedHouse house() {
    return new RoutedHouse(data, database(), Map.of("jigi.yaml", MANUAL), Foundations.none());
  }

  @Test
  @Shows({"INC-31", "INC-25"})
  void theOneOnCallIsCalledAndThenStepByStepTheOthers() throws Exception {
    try (RoutedHouse house = house()) {
      house.fires("a1", "Down", "critical");
      house.pass("1s");
      assertThat(house.called())
          .containsExactlyInAnyOrder("1s firing kim", "1s escalated kim", "1s escalated park");
      house.pass("9m59s");
      assertThat(house.called()).isEmpty();
      house.pass("1s");
      assertThat(house.called()).containsExactly("601s escalated lee");
      house.restart();
      house.pass("10m");
      assertThat(house.called()).containsExactly("1201s escalated cto");
      house.restart();
      house.pass("2h");
      assertThat(house.called())
          .as("all of it once more, the route's own people first")
          .containsExactlyInAnyOrder(
              "1801s escalated kim",
              "1801s escalated kim",
              "1801s escalated park",
              "2401s escalated lee",
              "3001s escalated cto");
    }
  }

  @Test
  void anAcknowledgementStopsItBetweenStepsAndBeforeTheFirstMessage() throws Exception {
    try (RoutedHouse house = house()) {
      house.fires("a1", "Down", "critical");
      house.pass("11m");
      house.called();
      house.acknowledged("a1", "Down");
      house.fires("b1", "Slow", "critical");
      house.acknowledged("b1", "Slow");
      house.pass("1h");
      assertThat(house.called()).containsExactly("661s firing kim");
    }
  }

  @Test
  void anEndStopsItAndAnotherAlertBeginsAnew() throws Exception {
    try (RoutedHouse house = house()) {
      house.fires("a1", "Down", "critical");
      house.pass("9m");
      house.called();
      house.ends("a1", "Down", "critical");
      house.pass("1h");
      assertThat(house.called())
          .as("whoever was called is told of the end")
          .containsExactlyInAnyOrder("541s resolved kim", "541s resolved park");
      house.fires("a2", "Down", "critical");
      house.pass("10m1s");
      assertThat(house.called())
          .hasSize(4)
          .filteredOn(one -> one.endsWith("escalated lee"))
          .hasSize(1);
    }
  }

  @Test
  void stepsThatWereDueWhileNothingRanAreTakenOnce() throws Exception {
    try (RoutedHouse house = house()) {
      house.fires("a1", "Down", "critical");
      house.pass("9m");
      house.called();
      house.sleepUntilAfter("16m");
      assertThat(house.called())
          .containsExactlyInAnyOrder("1500s escalated lee", "1500s escalated cto");
    }
  }

  @Test
  @Shows("INC-31")
  void handOversAreToldToBothAndOnHolidaysAnotherLayerCounts() throws Exception {
    try (RoutedHouse house = house()) {
      house.pass("23h59m59s");
      assertThat(house.called()).isEmpty();
      house.pass("1s");
      assertThat(house.called())
          .containsExactlyInAnyOrder("86400s handover kim", "86400s handover lee");
      Delivery told = house.engine.deliveries("shop", 1).getFirst();
      assertThat(house.message(told).title()).isEqualTo("[상점] 1차 당직 교대: kim → 이수진");
      assertThat(house.message(told).lines()).contains("다음 교대: 2026-03-04 09:00:00 Asia/Seoul");
      house.restart();
      house.pass("39h");
      assertThat(house.called()).as("on the fifth nobody before nine").hasSize(3);
      house.fires("a1", "Down", "critical");
      house.pass("1s");
      assertThat(house.called())
          .as("all of the schedule, but kim sleeps")
          .contains("226801s firing lee", "226801s firing park")
          .doesNotContain("226801s firing kim");
      house.pass("10h");
      house.called();
      house.fires("b1", "Slow", "critical");
      house.pass("1s");
      assertThat(house.called())
          .contains("262802s firing park")
          .noneMatch(one -> one.endsWith("firing lee"));
    }
  }

  @Test
  @Shows("INC-31")
  void somebodyStandsInForAWhileAcrossARestart() throws Exception {
    try (RoutedHouse house = house()) {
      String id =
          house
              .engine
              .onCalls()
              .add(
                  new OnCalls.Wish(
                      "shop", "primary", "cto", "2026-03-02T12:00", "2026-03-02 15:00", "병원"),
                  "user:kim")
              .id();
      assertThat(house.called()).as("it does not hold yet").isEmpty();
      house.pass("3h");
      assertThat(house.called())
          .containsExactlyInAnyOrder("10800s handover kim", "10800s handover cto");
      house.restart();
      house.fires("a1", "Down", "critical");
      house.pass("1s");
      assertThat(house.called()).contains("10801s firing cto");
      house.engine.onCalls().end(id, "user:lee");
      assertThat(house.called())
          .containsExactlyInAnyOrder("10801s handover cto", "10801s handover kim");
      assertThatThrownBy(() -> house.engine.onCalls().end(id, "user:lee"))
          .hasMessageContaining("no override of this id");
    }
  }

  @Test
  void refusesWhatCannotBe() {
    try (RoutedHouse house = house()) {
      assertThatThrownBy(() -> wish(house, "primry", "cto", "2026-03-03T00:00"))
          .hasMessageContaining("no on-call schedule of this name (shop, primry)");
      assertThatThrownBy(() -> wish(house, "primary", "ceo", "2026-03-03T00:00"))
          .hasMessageContaining("no person of this name (ceo)");
      assertThatThrownBy(() -> wish(house, "primary", "cto", "tomorrow"))
          .hasMessageContaining("not a time ('tomorrow')");
      assertThatThrownBy(() -> wish(house, "primary", "cto", "2026-03-01T00:00"))
          .hasMessageContaining("an override ends later than it begins");
      assertThat(house.engine.onCalls().list()).isEmpty();
    }
  }

  private static void wish(RoutedHouse house, String schedule, String person, String until) {
    house
        .engine
        .onCalls()
        .add(new OnCalls.Wish("shop", schedule, person, null, until, ""), "user:kim");
  }
}

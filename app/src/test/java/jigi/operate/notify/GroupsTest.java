package jigi.operate.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import jigi.Shows;
import jigi.base.kernel.Language;
import jigi.base.kernel.Messages;
import jigi.base.kernel.UserError;
import jigi.base.store.TestDatabase;
import jigi.operate.notify.routing.Silence;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told when, of alerts at chosen instants. */
abstract class GroupsTest {
  private static final String ROUTES =
      RoutedHouse.PEOPLE
          + """
            few: {smtp: "127.0.0.1:1", from: jigi@example.com, limit: 3 in 10m}
          routes:
            critical: {to: [kim], by: [mail]}
            paged: {match: page="yes", to: [kim], by: [mail], escalate: {after: 15m, to: [cto]}}
            warning: {to: [kim], by: [mail], delay: 15m}
            calm: {match: team="calm", to: [kim], by: [mail], quiet: daily 22-7}
            shaky: {match: team="shaky", to: [kim], by: [mail], flap: 3 in 10m,
                    escalate: {after: 5m, to: [cto]}}
            burst: {match: team="burst", to: [kim, cto], by: [few]}
            slow: {match: team="slow", to: [kim], by: [mail], group-by: [host],
                   group-wait: 10s, group-interval: 1m, repeat: 1h}
          maintenance:
            patches: {schedule: weekly mon 12:00, for: 2h, match: host="patched"}
          """;

  @TempDir Path data;

  abstract TestDatabase database();

  private RoutedHouse house() {
    return house(Foundations.none());
  }

  private RoutedHouse house(Foundations foundations) {
    return new RoutedHouse(data, database(), Map.of("jigi.yaml", ROUTES), foundations);
  }

  @Test
  void alertsOfOneRuleAndHostThatComeTogetherShareAMessage() throws Exception {
    try (RoutedHouse house = house()) {
      house.fires("a1", "Down", "critical", "host", "app", "component", "web");
      house.fires("a2", "Down", "critical", "host", "app", "component", "api");
      house.fires("a3", "Down", "critical", "host", "other");
      house.fires("a4", "Slow", "critical", "host", "app");
      house.pass("1s");
      assertThat(house.texts())
          .containsExactlyInAnyOrder(
              "1s critical firing [a1 firing, a2 firing]",
              "1s critical firing [a3 firing]",
              "1s critical firing [a4 firing]");
      house.ends("a1", "Down", "critical");
      house.pass("10s");
      assertThat(house.texts()).containsExactly("6s critical firing [a1 resolved, a2 firing]");
      house.ends("a2", "Down", "critical");
      house.pass("10s");
      assertThat(house.texts()).containsExactly("12s critical resolved [a2 resolved]");
    }
  }

  @Test
  void groupWaitIntervalAndRepeatRunOnClocksOfTheirOwn() throws Exception {
    try (RoutedHouse house = house()) {
      house.fires("a1", "Down", "info", "team", "slow", "host", "app");
      house.pass("9s");
      assertThat(house.texts()).isEmpty();
      house.pass("1s");
      assertThat(house.texts()).containsExactly("10s slow firing [a1 firing]");
      house.fires("a2", "Full", "info", "team", "slow", "host", "app");
      house.pass("59s");
      assertThat(house.texts()).isEmpty();
      house.pass("1s");
      assertThat(house.texts()).containsExactly("70s slow firing [a1 firing, a2 firing]");
      house.pass("1h");
      assertThat(house.texts()).isEmpty();
      house.pass("1m");
      assertThat(house.texts()).containsExactly("3730s slow firing [a1 firing, a2 firing]");
    }
  }

  @Test
  void aRestartForgetsNothing() throws Exception {
    try (RoutedHouse house = house()) {
      house.fires("a1", "Down", "info", "team", "slow", "host", "app");
      house.restart();
      house.pass("10s");
      assertThat(house.texts()).containsExactly("10s slow firing [a1 firing]");
      house.ends("a1", "Down", "info", "team", "slow", "host", "app");
      house.restart();
      house.pass("2m");
      assertThat(house.texts()).containsExactly("70s slow resolved [a1 resolved]");
      house.restart();
      house.pass("2h");
      assertThat(house.texts()).isEmpty();
    }
  }

  @Test
  @Shows("ALERT-04")
  void aWarningIsToldAfterItsDelayUnlessItIsOverBefore() throws Exception {
    try (RoutedHouse house = house()) {
      house.fires("a1", "BackupFailed", "warning");
      house.fires("a2", "BackupLate", "warning");
      house.fires("a3", "CpuHigh", "warning", RoutedHouse.START.minus(Duration.ofMinutes(15)));
      house.pass("1s");
      assertThat(house.texts()).containsExactly("1s warning firing [a3 firing]");
      house.pass("10m");
      house.ends("a2", "BackupLate", "warning");
      house.pass("4m58s");
      assertThat(house.texts()).isEmpty();
      house.pass("1s");
      assertThat(house.texts()).containsExactly("900s warning firing [a1 firing]");
      house.pass("1h");
      assertThat(house.texts()).isEmpty();
    }
  }

  @Test
  void whatBeginsAndEndsWithinAWaitThatNobodyAskedForIsTold() throws Exception {
    try (RoutedHouse house = house()) {
      house.fires("a1", "Down", "critical");
      house.ends("a1", "Down", "critical");
      house.pass("10s");
      assertThat(house.texts())
          .containsExactly("0s critical firing [a1 firing]", "5s critical resolved [a1 resolved]");
    }
  }

  @Test
  void aGroupEscalatesOnceAndNotWhenOneOfItIsAcknowledged() throws Exception {
    try (RoutedHouse house = house()) {
      house.fires("a1", "Down", "critical", "page", "yes", "component", "web");
      house.fires("a2", "Down", "critical", "page", "yes", "component", "api");
      house.fires("b1", "Slow", "critical", "page", "yes");
      house.pass("1s");
      house.said();
      house.acknowledged("a2", "Down");
      house.pass("15m");
      assertThat(house.texts()).containsExactly("901s paged escalated [b1 firing]");
    }
  }

  /** Fires and ends within a minute. */
  private static void comesAndGoes(RoutedHouse house, String id) throws Exception {
    house.fires(id, "Down", "critical", "team", "shaky", "component", "web");
    house.pass("30s");
    house.ends(id, "Down", "critical", "team", "shaky", "component", "web");
    house.pass("30s");
  }

  @Test
  void whatComesAndGoesIsToldOnceAndOnceWhenItIsCalm() throws Exception {
    try (RoutedHouse house = house()) {
      comesAndGoes(house, "a1");
      comesAndGoes(house, "a2");
      assertThat(house.texts()).as("not too often yet").hasSize(4);
      for (int i = 3; i <= 7; i++) {
        comesAndGoes(house, "a" + i);
        house.restart();
      }
      Delivery flapping = house.engine.deliveries(null, 10).getFirst();
      assertThat(house.texts()).containsExactly("121s shaky flapping [a3 firing]");
      Message said = house.message(flapping);
      assertThat(said.title()).isEqualTo("[상점] 반복 발생, 긴급: a3 is bad");
      assertThat(said.lines())
          .contains("반복: 2026-03-02 09:00:00 Asia/Seoul부터 3번 발생. 10분 동안 잠잠해질 때까지 더 알리지 않습니다.");
      house.pass("9m29s");
      assertThat(house.texts())
          .as("nobody has acknowledged; that nothing fires at this moment does not calm anybody")
          .containsExactly("421s shaky escalated [a3 firing]");
      house.pass("1m");
      assertThat(house.texts())
          .as("whoever was called, too")
          .containsExactly(
              "990s shaky resolved [a7 resolved]", "990s shaky resolved [a7 resolved]");
      comesAndGoes(house, "a8");
      assertThat(house.texts()).as("counted anew").hasSize(2);
    }
  }

  @Test
  void whatFlappedAndNowFiresForGoodIsToldToDoSo() throws Exception {
    try (RoutedHouse house = house()) {
      for (int i = 1; i <= 4; i++) {
        comesAndGoes(house, "a" + i);
      }
      house.said();
      house.fires("a5", "Down", "critical", "team", "shaky", "component", "web");
      house.acknowledged("a5", "Down");
      house.pass("9m59s");
      assertThat(house.texts()).isEmpty();
      house.pass("1s");
      assertThat(house.texts()).containsExactly("840s shaky firing [a5 firing]");
      house.ends("a5", "Down", "critical", "team", "shaky", "component", "web");
      house.pass("10s");
      assertThat(house.said()).extracting(RoutedHouse.Said::state).containsExactly("resolved");
    }
  }

  @Test
  void whatIsMoreThanAChannelTakesIsToldInOneMessage() throws Exception {
    try (RoutedHouse house = house()) {
      for (int i = 1; i <= 5; i++) {
        house.fires("b" + i, "Down" + i, "critical", "team", "burst");
        house.pass("10s");
      }
      house.ends("b5", "Down5", "critical", "team", "burst");
      house.pass("10s");
      assertThat(states(house, "b3")).containsOnly("firing queued");
      assertThat(states(house, "b5")).containsOnly("firing held", "resolved held");
      house.restart();
      house.pass("9m");
      assertThat(states(house, "b5")).as("600 s after the first").doesNotContain("digest queued");
      house.pass("1s");
      assertThat(states(house, "b5"))
          .containsExactly(
              "firing bundled",
              "firing bundled",
              "resolved bundled",
              "resolved bundled",
              "digest queued",
              "digest queued");
      Delivery digest = house.engine.about("b5").getLast();
      assertThat(house.message(digest).title()).isEqualTo("[상점] 모아 둔 알림 3건");
      assertThat(house.message(digest).lines())
          .contains(
              "few는 10분 동안 최대 3건을 보냅니다. 그래서 기다린 알림입니다.",
              "- [상점] 긴급: b4 is bad",
              "- [상점] 긴급: b5 is bad",
              "- [상점] 복구: b5 is bad");
      house.pass("30s");
      house.fires("b6", "Down6", "critical", "team", "burst");
      house.pass("1s");
      assertThat(states(house, "b6")).containsOnly("firing queued");
      house.pass("1h");
      assertThat(states(house, "b6")).as("each once").hasSize(2);
    }
  }

  private static java.util.List<String> states(RoutedHouse house, String alert) {
    return house.engine.about(alert).stream()
        .map(one -> one.kind().key() + " " + one.progress().state().key())
        .toList();
  }

  @Test
  void aSilencedGroupIsNotSaidToFlap() throws Exception {
    try (RoutedHouse house = house()) {
      house.engine.silences().add(wish("team=\"shaky\"", Duration.ofHours(1)), "user:kim");
      for (int i = 1; i <= 5; i++) {
        comesAndGoes(house, "a" + i);
      }
      house.pass("2h");
      assertThat(house.texts()).isEmpty();
    }
  }

  @Test
  void aSilenceHoldsBackUntilItExpiresAndNobodyIsToldOfAnEnd() throws Exception {
    try (RoutedHouse house = house()) {
      house.fires("a0", "Down", "critical", "host", "quiet");
      house.pass("1s");
      house.said();
      Silence silence =
          house.engine.silences().add(wish("host=\"quiet\"", Duration.ofHours(1)), "user:kim");
      house.fires("a1", "Slow", "critical", "host", "quiet");
      house.fires("a2", "Slow", "critical", "host", "loud");
      house.ends("a0", "Down", "critical", "host", "quiet");
      house.pass("10m");
      assertThat(house.texts()).containsExactly("2s critical firing [a2 firing]");
      house.restart();
      house.pass("40m");
      assertThat(house.texts()).isEmpty();
      house.engine.silences().end(silence.id(), "user:kim");
      house.pass("1s");
      assertThat(house.said()).hasSize(1).allMatch(one -> one.alerts().equals(Set.of("a1 firing")));
      assertThatThrownBy(() -> house.engine.silences().end(silence.id(), "user:kim"))
          .isInstanceOfSatisfying(
              UserError.class, error -> assertThat(error.code()).isEqualTo("no-silence"));
    }
  }

  @Test
  void aRecurringSilenceAndAMaintenanceWindowHoldOnlyThen() throws Exception {
    try (RoutedHouse house = house()) {
      house
          .engine
          .silences()
          .add(
              new Silences.Wish(
                  "shop",
                  "host=\"batch\"",
                  "load test",
                  null,
                  Duration.ofDays(30),
                  new Silences.Each("daily 10:00", Duration.ofMinutes(30))),
              "user:kim");
      house.pass("1h");
      house.fires("a1", "Down", "critical", "host", "batch");
      house.pass("29m");
      assertThat(house.texts()).isEmpty();
      house.pass("2m");
      assertThat(house.said()).hasSize(1);
      house.pass("1h30m");
      house.fires("a2", "Down", "critical", "host", "patched");
      house.fires("a3", "Down", "critical", "host", "batch");
      house.pass("58m");
      assertThat(house.said()).hasSize(1);
      house.pass("1h2m");
      assertThat(house.said()).hasSize(1).allMatch(one -> one.alerts().equals(Set.of("a2 firing")));
    }
  }

  @Test
  void aSilenceMayBeginLater() throws Exception {
    try (RoutedHouse house = house()) {
      house
          .engine
          .silences()
          .add(
              new Silences.Wish(
                  "shop", "host=\"app\"", "move", "2026-03-02T10:00", Duration.ofHours(1), null),
              "user:kim");
      house.fires("a1", "Down", "critical", "host", "app");
      house.pass("1h");
      assertThat(house.texts()).as("before").containsExactly("1s critical firing [a1 firing]");
      house.fires("a2", "Slow", "critical", "host", "app");
      house.pass("59m");
      assertThat(house.texts()).as("within").isEmpty();
      house.pass("2m");
      assertThat(house.said())
          .as("after")
          .hasSize(1)
          .allMatch(one -> one.alerts().equals(Set.of("a2 firing")));
    }
  }

  @Test
  void whereAnAlertWouldGoIsToldBeforeItFires() throws Exception {
    try (RoutedHouse house = house()) {
      Destinations destinations = house.engine.destinations();
      assertThat(destinations.all("shop"))
          .extracting(Destinations.Way::name)
          .containsExactly("paged", "calm", "shaky", "burst", "slow", "critical", "warning");
      Map<String, String> paged =
          Destinations.labels("alertname=Down, severity=critical, page=yes");
      Destinations.Way way = destinations.of("shop", paged).getFirst();
      assertThat(way.name()).isEqualTo("paged");
      assertThat(way.legs()).extracting(Route::to).containsExactly(java.util.List.of("kim"));
      assertThat(way.steps()).extracting(Route.Step::after).containsExactly(Duration.ofMinutes(15));
      assertThat(destinations.of("shop", Map.of("severity", "info"))).isEmpty();
      assertThat(destinations.kept("shop", paged)).isNull();
      house.engine.silences().add(wish("page=\"yes\"", Duration.ofHours(1)), "user:kim");
      assertThat(destinations.kept("shop", paged))
          .extracting(mute -> mute.kind())
          .isEqualTo(Mute.Kind.SILENCE);
      house.pass("3h1m");
      assertThat(destinations.kept("shop", Map.of("host", "patched")))
          .isEqualTo(new Mute(Mute.Kind.MAINTENANCE, "patches"));
      assertThatThrownBy(() -> Destinations.labels("page=~\"y.*\"")).isInstanceOf(UserError.class);
    }
  }

  @Test
  void quietHoursHoldBackUntilTheMorning() throws Exception {
    try (RoutedHouse house = house()) {
      house.pass("13h");
      house.fires("a1", "Down", "info", "team", "calm");
      house.fires("a2", "Slow", "info", "team", "calm");
      house.pass("1h");
      house.ends("a2", "Slow", "info", "team", "calm");
      house.pass("7h59m");
      assertThat(house.said())
          .as("22:00 to 07:00")
          .filteredOn(one -> one.at().compareTo(Duration.ofHours(22)) < 0)
          .isEmpty();
      house.pass("2m");
      assertThat(house.engine.deliveries(null, 10)).hasSize(1);
    }
  }

  @Test
  void aThousandComponentsOfOneHostAreOneMessageThatNamesIt() throws Exception {
    AtomicReference<String> down = new AtomicReference<>("");
    Foundations foundations =
        new Foundations() {
          @Override
          public Set<String> below(
              String system, @Nullable String component, @Nullable String host) {
            return "app-host".equals(component) ? Set.of() : Set.of("app-host");
          }

          @Override
          public boolean isDown(String system, String component) {
            return component.equals(down.get());
          }
        };
    try (RoutedHouse house = house(foundations)) {
      for (int i = 0; i < 1000; i++) {
        house.fires("a" + i, "Down", "critical", "host", "app", "component", "c" + i);
      }
      house.pass("1s");
      Delivery all = house.engine.deliveries(null, 10).getFirst();
      assertThat(house.said()).as("without an alert of the host itself").hasSize(1);
      assertThat(title(house, all)).isEqualTo("[상점] 긴급: app: Down 1000건");
      for (int i = 0; i < 1000; i++) {
        house.ends("a" + i, "Down", "critical", "host", "app", "component", "c" + i);
      }
      house.pass("10s");
      house.said();
      down.set("app-host");
      for (int i = 0; i < 1000; i++) {
        house.fires("b" + i, "Down", "critical", "host", "app", "component", "c" + i);
      }
      house.fires("h", "HostDown", "critical", "host", "app", "component", "app-host");
      house.pass("1s");
      Delivery host = house.engine.deliveries(null, 10).getFirst();
      assertThat(house.said()).hasSize(1).allMatch(one -> one.alerts().equals(Set.of("h firing")));
      assertThat(host.context()).containsEntry("hides", "1000");
      down.set("");
      house.ends("h", "HostDown", "critical", "host", "app", "component", "app-host");
      house.pass("20s");
      assertThat(house.said()).as("what is still down").hasSize(2);
    }
  }

  private static String title(RoutedHouse house, Delivery delivery) {
    Messages messages = Messages.load(java.util.List.of("notify", "web"));
    return new MessageWriter(messages, "http://127.0.0.1:7070")
        .write(delivery, null, house.engine.known(delivery), Language.KO)
        .title();
  }

  private static Silences.Wish wish(String matchers, Duration lasts) {
    return new Silences.Wish("shop", matchers, "moving house", null, lasts, null);
  }
}

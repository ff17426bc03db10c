package jigi.detect.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jigi.Shows;
import jigi.base.journal.Event;
import jigi.base.kernel.Status;
import jigi.base.kernel.Timeline;
import jigi.base.store.TestDatabase;
import jigi.detect.probe.Concern;
import jigi.detect.probe.ProbeKey;
import jigi.detect.probe.ProbeScheduler;
import jigi.detect.probe.ProbeView;
import jigi.detect.probe.Target;
import jigi.detect.probe.TestManuals;
import jigi.testing.Needs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a manual to samples, states, conditions and events, against real servers. */
class ObservingTest {
  @TempDir Path folder;

  private static final ProbeKey WEB = new ProbeKey("shop", "web", "http");

  private String manual(Target target) {
    return """
        system: shop
        components:
          web:
            on: app
            probes:
              - http: %s
                every: 5s
                expect: [status == 200]
              - scrape: %s
                metrics: [orders_total]
          box:
            on: app
            probes: [host: ]
        conditions:
          web-healthy: probe_success{component="web", probe="http"} == 1
          memory-ok: host_memory_used_ratio{host="app"} < 1.1
          orders: {expr: orders_total < 100, title: 주문}
        """
        .formatted(target.url("/health"), target.url("/metrics"));
  }

  @Test
  void probesRunOnTheirIntervalAndConditionsReadThem() throws Exception {
    try (Target target = Target.start();
        Rig rig = Rig.standing(folder)) {
      target.says("/health", 200, "OK");
      target.says("/metrics", 200, "orders_total{system=\"theirs\",shop=\"a\"} 3\n");
      rig.activate(TestManuals.manual(folder, manual(target)));
      assertThat(rig.conditions.now("shop", "web-healthy").status()).isEqualTo(Status.UNKNOWN);

      rig.pass(Duration.ofSeconds(20));

      assertThat(rig.query("probe_success"))
          .containsOnly(
              entry(
                  "probe_success{component=\"box\", host=\"app\", probe=\"host\", system=\"shop\"}"),
              entry(
                  "probe_success{component=\"web\", host=\"app\", probe=\"http\", system=\"shop\"}"),
              entry(
                  "probe_success{component=\"web\", host=\"app\", probe=\"scrape\", system=\"shop\"}"));
      assertThat(rig.query("orders_total"))
          .containsEntry(
              "orders_total{exported_system=\"theirs\", instance=\"127.0.0.1:"
                  + target.port()
                  + "\", job=\"web\", shop=\"a\", system=\"shop\"}",
              3.0);
      assertThat(rig.query("up")).hasSize(1).containsValue(1.0);
      assertThat(rig.conditions.all("shop"))
          .extracting(Conditions.Verdict::status)
          .containsOnly(Status.OK);
      assertThat(rig.conditions.now("shop", "memory-ok").evidence())
          .startsWith(
              "host_memory_used_ratio{component=\"box\", host=\"app\", probe=\"host\"} is 0.");
      assertThat(rig.query("jigi_condition")).hasSize(3).containsValue(1.0);
      assertThat(runs(rig, "http")).isBetween(4L, 5L);
    }
  }

  @Test
  @Shows("HC-44")
  void whatMayStillBeStartingHasNotFailed() throws Exception {
    String text =
        """
        system: shop
        components:
          web:
            probes:
              - http: %s
                every: 5s
                start-grace: 30s
        conditions:
          web-healthy: probe_success{component="web"} == 1
        """;
    try (Target target = Target.start();
        Rig rig = Rig.standing(folder)) {
      target.says("/health", 503, "warming up");
      rig.activate(TestManuals.manual(folder, text.formatted(target.url("/health"))));
      rig.pass(Duration.ofSeconds(20));
      ProbeView starting = Objects.requireNonNull(rig.probes.view(WEB));
      assertThat(starting.status()).isEqualTo(Status.UNKNOWN);
      assertThat(starting.evidence()).startsWith("may still be starting: 503");
      rig.pass(Duration.ofSeconds(20));
      assertThat(Objects.requireNonNull(rig.probes.view(WEB)).status())
          .as("it had its time")
          .isEqualTo(Status.FAIL);

      rig.conditions.acted("shop", "web-healthy", rig.timeline.instant());
      assertThat(rig.conditions.fresh("shop", "web-healthy", rig.timeline.instant()).status())
          .as("a step has just restarted it")
          .isEqualTo(Status.UNKNOWN);
      target.says("/health", 200, "OK");
      rig.pass(Duration.ofSeconds(6));
      assertThat(Objects.requireNonNull(rig.probes.view(WEB)).status()).isEqualTo(Status.OK);
      target.says("/health", 503, "gone");
      rig.pass(Duration.ofSeconds(6));
      assertThat(Objects.requireNonNull(rig.probes.view(WEB)).status())
          .as("it answered once, so it had started")
          .isEqualTo(Status.FAIL);
    }
  }

  @Test
  void aFailureIsSeenNamedAndRecordedOnce() throws Exception {
    try (Target target = Target.start();
        Rig rig = Rig.standing(folder)) {
      target.says("/health", 200, "OK");
      target.says("/metrics", 200, "orders_total 3\n");
      rig.activate(TestManuals.manual(folder, manual(target)));
      rig.pass(Duration.ofSeconds(20));
      target.says("/health", 502, "upstream gone");
      target.says("/metrics", 500, "");

      rig.pass(Duration.ofSeconds(30));

      assertThat(rig.conditions.now("shop", "web-healthy"))
          .satisfies(
              verdict -> {
                assertThat(verdict.status()).isEqualTo(Status.FAIL);
                assertThat(verdict.evidence())
                    .isEqualTo(
                        "probe_success{component=\"web\", host=\"app\", probe=\"http\"} is 0,"
                            + " expected == 1");
              });
      assertThat(rig.query("jigi_condition{name=\"web-healthy\"}")).containsValue(0.0);
      assertThat(rig.conditions.now("shop", "orders").status()).isEqualTo(Status.UNKNOWN);
      assertThat(rig.query("orders_total")).as("ended, not lingering").isEmpty();
      assertThat(rig.query("up")).containsValue(0.0);
      assertThat(rig.query("jigi_condition{name=\"orders\"}")).isEmpty();
      ProbeView view = Objects.requireNonNull(rig.probes.view(WEB));
      assertThat(view.status()).isEqualTo(Status.FAIL);
      assertThat(view.evidence())
          .isEqualTo(
              "502 Bad Gateway, body \"upstream gone\"; expected status == 200, status is 502");
      List<Event> changes =
          rig.changesInJournal().stream()
              .filter(event -> "http".equals(event.what().args().get("probe")))
              .toList();
      assertThat(changes)
          .extracting(
              event -> event.what().args().get("from") + ">" + event.what().args().get("to"))
          .containsExactly("unknown>ok", "ok>fail");
    }
  }

  @Test
  void aConditionFollowsItsProbeAtOnce() throws Exception {
    try (Target target = Target.start();
        Rig rig = new Rig(folder, Timeline.rehearsal())) {
      target.says("/health", 200, "OK");
      target.says("/metrics", 200, "orders_total 3\n");
      rig.activate(TestManuals.manual(folder, manual(target)));
      rig.pass(Duration.ofSeconds(20));
      target.says("/health", 500, "down");

      rig.probes.runNow(WEB);

      assertThat(rig.query("jigi_condition{name=\"web-healthy\"}"))
          .as("before the next emission")
          .containsValue(0.0);
    }
  }

  @Test
  void aRestartFakesNoChange() throws Exception {
    restartFakesNoChange(TestDatabase.SQLITE);
  }

  @Test
  @Needs("postgresql")
  void aRestartFakesNoChangeOnPostgres() throws Exception {
    restartFakesNoChange(TestDatabase.POSTGRES);
  }

  private void restartFakesNoChange(TestDatabase database) throws Exception {
    try (Target target = Target.start()) {
      target.says("/health", 200, "OK");
      target.says("/metrics", 200, "orders_total 3\n");
      try (Rig rig = new Rig(database, folder, Timeline.standing(Rig.START))) {
        rig.activate(TestManuals.manual(folder, manual(target)));
        rig.pass(Duration.ofSeconds(20));
      }
      try (Rig rig = new Rig(database, folder, Timeline.standing(Rig.START.plusSeconds(60)))) {
        rig.activate(TestManuals.manual(folder, manual(target)));
        ProbeView before = Objects.requireNonNull(rig.probes.view(WEB));
        assertThat(before.status()).as("not measured yet").isEqualTo(Status.UNKNOWN);
        rig.pass(Duration.ofSeconds(20));
        assertThat(rig.changes).isEmpty();
        assertThat(rig.changesInJournal()).hasSize(3);
        ProbeView after = Objects.requireNonNull(rig.probes.view(WEB));
        assertThat(after.since()).isBefore(Rig.START.plusSeconds(10));
      }
    }
  }

  @Test
  void slowProbesAreRepeatedUntilTwiceTheirIntervalAndThenEnd() throws Exception {
    try (Target target = Target.start();
        Rig rig = Rig.standing(folder)) {
      target.says("/health", 200, "OK");
      String text =
          """
          system: shop
          components:
            web:
              probes:
                - {http: "%s", every: 1h}
          """
              .formatted(target.url("/health"));
      rig.activate(TestManuals.manual(folder, text));
      rig.pass(Duration.ofMinutes(30));
      assertThat(target.requests()).isEqualTo(1);
      assertThat(rig.query("probe_success")).as("still there after 30 m").hasSize(1);
    }
  }

  @Test
  void anUnknownResultEndsTheSeriesAtOnce() throws Exception {
    try (Target target = Target.start();
        Rig rig = Rig.standing(folder)) {
      Path token = folder.resolve("token");
      java.nio.file.Files.writeString(token, "geheim-4711");
      target.on("/health", e -> Target.send(e, 200, e.getRequestHeaders().getFirst("X-Token")));
      String text =
          """
          system: shop
          components:
            web:
              probes:
                - http: %s
                  headers: {X-Token: {file: token}}
          conditions:
            web-healthy: probe_success == 1
          """
              .formatted(target.url("/health"));
      rig.activate(TestManuals.manual(folder, text));
      rig.pass(Duration.ofSeconds(20));
      assertThat(rig.query("probe_success")).containsValue(1.0);
      assertThat(rig.results.getLast().evidence()).isEqualTo("200 OK, body \"***\"");

      java.nio.file.Files.delete(token);
      rig.pass(Duration.ofSeconds(16));

      assertThat(rig.query("probe_success")).isEmpty();
      assertThat(rig.results.getLast().status()).isEqualTo(Status.UNKNOWN);
      assertThat(rig.results.getLast().evidence()).contains("token cannot be read");
      assertThat(rig.conditions.now("shop", "web-healthy").status()).isEqualTo(Status.UNKNOWN);
    }
  }

  @Test
  void freshCountsOnlyExecutionsThatBeganAfterwards() throws Exception {
    try (Target target = Target.start();
        Rig rig = new Rig(folder, Timeline.rehearsal())) {
      target.says("/health", 200, "OK");
      target.says("/metrics", 200, "orders_total 3\n");
      rig.activate(TestManuals.manual(folder, manual(target)));
      rig.pass(Duration.ofSeconds(20));
      target.says("/health", 500, "down");

      Conditions.Verdict verdict =
          rig.conditions.fresh("shop", "web-healthy", rig.timeline.instant());

      assertThat(verdict.status()).isEqualTo(Status.FAIL);
    }
  }

  @Test
  void aSlowProbeDoesNotStartTwiceAndDelaysNoOther() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (Target target = Target.start();
        Rig rig = new Rig(folder, Timeline.real())) {
      target.on(
          "/slow",
          exchange -> {
            release.await(20, TimeUnit.SECONDS);
            Target.send(exchange, 200, "late");
          });
      CountDownLatch five = new CountDownLatch(5);
      target.on(
          "/health",
          exchange -> {
            five.countDown();
            Target.send(exchange, 200, "OK");
          });
      String text =
          """
          system: shop
          components:
            hung: {probes: [{http: "%s", every: 300ms}]}
            web: {probes: [{http: "%s", every: 300ms}]}
          """
              .formatted(target.url("/slow"), target.url("/health"));
      rig.activate(TestManuals.manual(folder, text));
      assertThat(five.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(rig.results.stream().filter(r -> r.component().equals("hung")))
          .isNotEmpty()
          .allSatisfy(r -> assertThat(r.status()).isEqualTo(Status.FAIL))
          .allSatisfy(r -> assertThat(r.evidence()).startsWith("timed out"));
      release.countDown();
    }
  }

  @Test
  void runNowComparesWithThePreviousRun() throws Exception {
    try (Target target = Target.start();
        Rig rig = Rig.standing(folder)) {
      target.says("/health", 200, "OK");
      target.says("/metrics", 200, "orders_total 3\n");
      rig.activate(TestManuals.manual(folder, manual(target)));
      rig.pass(Duration.ofSeconds(6));
      target.says("/health", 503, "maintenance");

      ProbeScheduler.Comparison comparison = rig.probes.runNow(WEB);

      assertThat(Objects.requireNonNull(comparison.before()).status()).isEqualTo(Status.OK);
      assertThat(comparison.now().status()).isEqualTo(Status.FAIL);
    }
  }

  @Test
  void aReloadKeepsWhatDidNotChangeAndEndsWhatIsGone() throws Exception {
    try (Target target = Target.start();
        Rig rig = Rig.standing(folder)) {
      target.says("/health", 200, "OK");
      target.says("/metrics", 200, "orders_total 3\n");
      rig.activate(TestManuals.manual(folder, manual(target)));
      rig.pass(Duration.ofSeconds(20));
      long before = runs(rig, "http");
      String without = manual(target).replaceAll("(?m)^.*(scrape|orders).*\n", "");
      assertThat(without).doesNotContain("orders").contains("/health");

      rig.activate(TestManuals.manual(folder, without));

      assertThat(runs(rig, "http")).as("no extra run").isEqualTo(before);
      ProbeView view = Objects.requireNonNull(rig.probes.view(WEB));
      assertThat(view.status()).isEqualTo(Status.OK);
      rig.pass(Duration.ofSeconds(1));
      assertThat(rig.query("orders_total")).isEmpty();
      assertThat(rig.query("up")).isEmpty();
    }
  }

  @Test
  void aComponentIsAsBadAsTheWorstThatIsKnownOfIt() throws Exception {
    try (Target target = Target.start();
        Rig rig = Rig.standing(folder)) {
      target.says("/health", 200, "OK");
      target.says("/metrics", 200, "orders_total 3\n");
      rig.activate(TestManuals.manual(folder, manual(target)));
      rig.pass(Duration.ofSeconds(20));
      assertThat(rig.components.status("shop")).isEqualTo(Status.OK);

      rig.concerns.add(new Concern(Status.WARN, "Slow is firing", Rig.START));
      assertThat(rig.components.status("shop")).isEqualTo(Status.WARN);

      target.says("/health", 500, "down");
      rig.pass(Duration.ofSeconds(6));
      var web = Objects.requireNonNull(rig.components.of("shop", "web"));
      assertThat(web.status()).isEqualTo(Status.FAIL);
      assertThat(web.evidence()).startsWith("500 Internal Server Error");
      assertThat(web.heartbeat()).hasSize(60).endsWith(Status.FAIL).contains(Status.OK);
    }
  }

  private static long runs(Rig rig, String probe) {
    return rig.results.stream().filter(result -> result.name().equals(probe)).count();
  }

  private static java.util.Map.Entry<String, Double> entry(String series) {
    return java.util.Map.entry(series, 1.0);
  }
}

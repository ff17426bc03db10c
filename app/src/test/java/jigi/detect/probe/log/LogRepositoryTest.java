package jigi.detect.probe.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import jigi.base.kernel.UserError;
import jigi.base.store.Store;
import jigi.detect.probe.ProbeKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of logs, on every store. */
abstract class LogRepositoryTest {
  private static final ProbeKey KEY = new ProbeKey("shop", "api", "log");
  private static final Instant NINE = Instant.parse("2026-01-13T00:10:00Z");
  private static final Progress PROGRESS =
      new Progress(new Position(7, 42, "abc", 3, false), Counted.none(1), List.of("db-lost"));

  private Store store;
  private LogRepository logs;

  abstract Store open(Path folder);

  @BeforeEach
  void openStore(@TempDir Path folder) {
    store = open(folder);
    logs = new LogRepository(store);
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  private void keep(Instant at, Group... groups) {
    logs.keep(KEY, PROGRESS, new Findings(List.of(groups), List.of(), List.of()), at);
  }

  @Test
  void progressIsRecalled() {
    assertThat(logs.recall(KEY)).isNull();
    keep(NINE);
    assertThat(logs.recall(KEY)).isEqualTo(PROGRESS);
  }

  @Test
  void groupsAddUpOverTheHours() {
    Group order = new Group(Level.ERROR, "order # failed", "order 1 failed", 2);
    keep(NINE, order, new Group(Level.FATAL, "disk full", "disk full", 1));
    keep(NINE.plus(Duration.ofMinutes(5)), order);
    keep(NINE.plus(Duration.ofHours(2)), order);
    assertThat(logs.groups("shop", null, NINE, 10))
        .extracting(g -> g.lines() + " " + g.level() + " " + g.pattern() + " " + g.last())
        .containsExactly(
            "6 error order # failed 2026-01-13T02:10:00Z", "1 fatal disk full " + NINE);
    assertThat(logs.groups("shop", "api", NINE.plus(Duration.ofHours(1)), 10))
        .extracting(ErrorGroup::lines)
        .containsExactly(2L);
    assertThat(logs.groups("shop", "web", NINE, 10)).isEmpty();
    assertThat(logs.groups("bank", null, NINE, 10)).isEmpty();
  }

  @Test
  void whatIsOldIsForgotten() {
    Group group = new Group(Level.ERROR, "p", "e", 1);
    keep(NINE, group);
    keep(NINE.plus(Duration.ofDays(40)), group);
    assertThat(logs.groups("shop", null, Instant.EPOCH, 10))
        .extracting(ErrorGroup::lines)
        .containsExactly(1L);
  }

  @Test
  void whatWasRepeatedAndHowManyThereWereIsCountedByTheHour() {
    Group order = new Group(Level.ERROR, "order # failed", "order 1 failed", 2);
    keep(NINE, order, new Group(Level.FATAL, "disk full", "disk full", 1));
    keep(NINE.plus(Duration.ofHours(1)), order);
    assertThat(logs.repeated(KEY, NINE)).isEqualTo(4);
    assertThat(logs.repeated(KEY, NINE.plus(Duration.ofHours(1)))).isEqualTo(2);
    assertThat(logs.repeated(KEY, NINE.plus(Duration.ofHours(2)))).isZero();
    LogScope all = new LogScope("shop", null, NINE);
    assertThat(logs.errors(all, NINE.plus(Duration.ofHours(3)))).isEqualTo(5);
    assertThat(logs.errors(all, NINE.plus(Duration.ofMinutes(30)))).isEqualTo(3);
    assertThat(logs.errors(new LogScope("shop", "web", NINE), NINE.plus(Duration.ofDays(1))))
        .isZero();
  }

  @Test
  void theLastTwentyLinesOfAPatternAreKept() {
    for (int look = 0; look < 3; look++) {
      List<Findings.Kept> lines = new ArrayList<>();
      for (int i = 1; i <= 15; i++) {
        int number = look * 15 + i;
        lines.add(new Findings.Kept("login-failed", number, "login " + number + " failed"));
      }
      Instant at = NINE.plus(Duration.ofMinutes(look));
      logs.keep(KEY, PROGRESS, new Findings(List.of(), lines, List.of()), at);
    }
    List<KeptLine> kept = logs.lines(new LogScope("shop", "api", NINE), "login-failed");
    assertThat(kept).hasSize(20);
    assertThat(kept.getFirst().line()).isEqualTo("login 45 failed");
    assertThat(kept.getLast().line()).isEqualTo("login 26 failed");
    assertThat(logs.lines(new LogScope("shop", null, NINE.plusSeconds(90)), "login-failed"))
        .hasSize(15);
    assertThat(logs.lines(new LogScope("shop", null, NINE), "other")).isEmpty();
  }

  @Test
  void keptLinesAreFoundByTextTimeAndWhereTheyCameFrom() {
    keep(NINE, new Group(Level.ERROR, "order # failed", "order 4711 FAILED", 3));
    keep(NINE.plus(Duration.ofHours(1)), new Group(Level.FATAL, "disk full", "disk full", 1));
    List<Findings.Kept> lines =
        List.of(
            new Findings.Kept("login-failed", 1, "login of kim failed"),
            new Findings.Kept("login-failed", 2, "login of a.*b failed"));
    logs.keep(KEY, PROGRESS, new Findings(List.of(), lines, List.of()), NINE.plusSeconds(60));
    assertThat(found("failed", null, Duration.ofDays(1)))
        .containsExactly(
            "login-failed login of a.*b failed 1",
            "login-failed login of kim failed 1",
            "error order 4711 FAILED 3");
    assertThat(found("a.*b", null, Duration.ofDays(1))).hasSize(1);
    assertThat(found("/^(disk|order)/", null, Duration.ofDays(1))).hasSize(2);
    assertThat(found("", "fatal", Duration.ofDays(1))).containsExactly("fatal disk full 1");
    assertThat(found("", null, Duration.ofSeconds(60))).hasSize(1);
    assertThat(logs.find(query("", null, Duration.ofDays(1), system -> false), 10)).isEmpty();
    assertThatThrownBy(() -> LogQuery.Text.of("/(/"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("missing closing )");
  }

  private List<String> found(String text, @Nullable String what, Duration within) {
    return logs.find(query(text, what, within, "shop"::equals), 10).stream()
        .map(line -> line.what() + " " + line.line() + " " + line.lines())
        .toList();
  }

  /** As of ten o'clock. */
  private static LogQuery query(
      String text, @Nullable String what, Duration within, Predicate<String> systems) {
    Instant until = NINE.plus(Duration.ofMinutes(60)).plusSeconds(1);
    return new LogQuery(
        systems, null, null, what, until.minus(within), until, LogQuery.Text.of(text));
  }

  @Test
  void requestsAddUpAndAnHourKeepsTheMostFrequentNames() {
    List<Tally> tallies = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      tallies.add(new Tally(Tally.What.CLIENT, "10.0.0." + i, 600 - i, 0));
    }
    tallies.add(new Tally(Tally.What.STATUS, "200", 180_000, 0));
    tallies.add(new Tally(Tally.What.STATUS, "429", 300, 0));
    tallies.add(new Tally(Tally.What.PATH, "/slow", 10, 20_000_000));
    tallies.add(new Tally(Tally.What.PATH, "/fast", 100, 1_000_000));
    Findings findings = new Findings(List.of(), List.of(), tallies);
    logs.keep(KEY, PROGRESS, findings, NINE);
    logs.keep(KEY, PROGRESS, findings, NINE.plus(Duration.ofHours(1)));
    AccessReport report = logs.access(new LogScope("shop", "api", NINE), 1000);
    assertThat(report.requests()).isEqualTo(2 * 180_300);
    assertThat(report.statuses()).extracting(AccessReport.Row::name).containsExactly("200", "429");
    assertThat(report.clients()).hasSize(501);
    assertThat(report.clients().getFirst()).isEqualTo(new AccessReport.Row("10.0.0.0", 1200, null));
    assertThat(report.clients().getLast().name()).isEqualTo("…");
    assertThat(report.clients().stream().mapToLong(AccessReport.Row::requests).sum())
        .isEqualTo(2 * 600 * 601 / 2);
    assertThat(report.slowest())
        .containsExactly(
            new AccessReport.Row("/slow", 20, 2.0), new AccessReport.Row("/fast", 200, 0.01));
    assertThat(
            logs.access(new LogScope("shop", null, NINE.plus(Duration.ofHours(1))), 5).requests())
        .isEqualTo(180_300);
    logs.keep(KEY, PROGRESS, findings, NINE.plus(Duration.ofDays(20)));
    assertThat(logs.access(new LogScope("shop", null, NINE), 5).requests()).isEqualTo(180_300);
  }
}

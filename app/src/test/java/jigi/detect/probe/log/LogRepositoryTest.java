package jigi.detect.probe.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import jigi.base.store.Store;
import jigi.detect.probe.ProbeKey;
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
    logs.keep(KEY, PROGRESS, List.of(groups), at);
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
}

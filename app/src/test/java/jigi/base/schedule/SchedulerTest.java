package jigi.base.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import jigi.base.journal.EventQuery;
import jigi.base.journal.SqlJournal;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Troubles;
import jigi.base.store.Store;
import jigi.base.store.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
abstract class SchedulerTest {
  private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");

  @TempDir Path folder;
  private final Troubles troubles = new Troubles();
  private final List<String> done = new ArrayList<>();
  private Timeline timeline = Timeline.standing(Instant.parse("2026-11-21T00:00:00Z"));
  private Store store;
  private SqlJournal journal;
  private Scheduler scheduler;
  private boolean busy;

  abstract TestDatabase database();

  @BeforeEach
  void open() {
    store = database().store(folder, troubles);
    journal = new SqlJournal(store, timeline, troubles, "test");
    scheduler = scheduler();
  }

  private Scheduler scheduler() {
    Scheduler made = new Scheduler(store, journal, timeline);
    made.handle(
        "runbook",
        (tx, o) -> {
          if (busy) {
            return new ScheduleHandler.Answer.Overlaps("before");
          }
          done.add(o.item().name() + " " + o.due() + (o.late() ? " late" : "") + " " + o.missed());
          return new ScheduleHandler.Answer.Started("run-" + done.size());
        });
    return made;
  }

  @AfterEach
  void close() {
    scheduler.close();
    journal.close();
    store.close();
    timeline.close();
  }

  private static Scheduled item(String name, String schedule) {
    return item(name, schedule, Duration.ofMinutes(1));
  }

  private static Scheduled item(String name, String schedule, Duration takes) {
    return new Scheduled(
        "shop",
        "runbook/" + name,
        name,
        ((ScheduleReader.Read.Good) ScheduleReader.read(schedule)).schedule(),
        Schedule.Calendar.of(SEOUL),
        takes);
  }

  private List<String> events() {
    return journal.find(new EventQuery(null, null, null, "schedule.", null, 50)).reversed().stream()
        .map(event -> event.what().kind().name() + " " + event.what().args().get("due"))
        .toList();
  }

  @Test
  void doesEveryOccasionInOrderWhileTheClockIsMovedOn() throws Exception {
    scheduler.activate("runbook", List.of(item("b", "daily 10:00"), item("a", "daily 11:00")));
    scheduler.open();

    timeline.advance(Duration.ofHours(25));

    assertThat(done)
        .containsExactly(
            "b 2026-11-21T01:00:00Z 0", "a 2026-11-21T02:00:00Z 0", "b 2026-11-22T01:00:00Z 0");
    assertThat(scheduler.past(Instant.EPOCH, Instant.parse("2030-01-01T00:00:00Z")))
        .extracting(Firing::outcome)
        .containsOnly(Firing.Outcome.STARTED);
    assertThat(events()).hasSize(3).allMatch(text -> text.startsWith("schedule.fired"));
  }

  @Test
  void whatWasDueWhileItWasDownIsDoneOnceLateAndIsSaidToBe() throws Exception {
    scheduler.activate("runbook", List.of(item("a", "daily 10:00")));
    scheduler.open();
    scheduler.close();

    timeline.advance(Duration.ofDays(3));
    assertThat(done).isEmpty();
    scheduler = scheduler();
    scheduler.activate("runbook", List.of(item("a", "daily 10:00")));
    scheduler.open();
    timeline.advance(Duration.ZERO);

    assertThat(done).containsExactly("a 2026-11-23T01:00:00Z late 2");
    assertThat(scheduler.past(Instant.EPOCH, Instant.parse("2030-01-01T00:00:00Z")))
        .extracting(Firing::outcome)
        .containsExactly(Firing.Outcome.MISSED, Firing.Outcome.MISSED, Firing.Outcome.LATE);
    assertThat(events()).containsExactly("schedule.late 2026-11-23T01:00:00Z");
  }

  @Test
  void aNewOrChangedScheduleBeginsNow() throws Exception {
    scheduler.activate("runbook", List.of(item("a", "daily 10:00")));
    scheduler.open();
    scheduler.close();
    timeline.advance(Duration.ofDays(3));
    scheduler = scheduler();
    scheduler.activate("runbook", List.of(item("a", "daily 10:30")));
    scheduler.open();
    timeline.advance(Duration.ofMinutes(5));

    assertThat(done).isEmpty();
    timeline.advance(Duration.ofHours(2));
    assertThat(done).containsExactly("a 2026-11-24T01:30:00Z 0");
  }

  /** Also while the node that led has not noticed yet that another does. */
  @Test
  void twoThatWaitForOneOccasionAnswerItOnce() throws Exception {
    scheduler.activate("runbook", List.of(item("a", "daily 10:00")));
    scheduler.open();
    try (Scheduler other = scheduler()) {
      other.activate("runbook", List.of(item("a", "daily 10:00")));
      other.open();
      timeline.advance(Duration.ofHours(25));
    }

    assertThat(done).hasSize(2).doesNotHaveDuplicates();
    assertThat(events()).hasSize(2);
  }

  @Test
  void leavesOutWhatWouldOverlapAndSaysSo() throws Exception {
    busy = true;
    scheduler.activate("runbook", List.of(item("a", "daily 10:00")));
    scheduler.open();

    timeline.advance(Duration.ofHours(2));

    assertThat(done).isEmpty();
    assertThat(events()).containsExactly("schedule.overlap 2026-11-21T01:00:00Z");
  }

  @Test
  void twoSchedulersOfOneStoreDoItOnce() throws Exception {
    scheduler.activate("runbook", List.of(item("a", "daily 10:00")));
    scheduler.open();
    try (Scheduler second = scheduler()) {
      second.activate("runbook", List.of(item("a", "daily 10:00")));
      second.open();
      timeline.advance(Duration.ofDays(2));
    }

    assertThat(done).containsExactly("a 2026-11-21T01:00:00Z 0", "a 2026-11-22T01:00:00Z 0");
  }

  @Test
  void anAnswerThatFailsLeavesNoTraceAndIsTriedAgain() throws Exception {
    Scheduler failing = new Scheduler(store, journal, timeline);
    List<Instant> tries = new ArrayList<>();
    failing.handle(
        "runbook",
        (tx, o) -> {
          tries.add(o.now());
          if (tries.size() == 1) {
            throw new IllegalStateException("no");
          }
          return new ScheduleHandler.Answer.Started("r");
        });
    failing.activate("runbook", List.of(item("a", "daily 10:00")));
    failing.open();
    timeline.advance(Duration.ofHours(2));
    failing.close();

    assertThat(tries).hasSize(2);
    assertThat(scheduler.past(Instant.EPOCH, Instant.parse("2030-01-01T00:00:00Z"))).hasSize(1);
  }

  @Test
  void tenThousandItemsWaitByOneTimer() throws Exception {
    List<Scheduled> items = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      items.add(item("i" + i, "daily %02d:%02d".formatted(i % 24, i % 60)));
    }
    scheduler.activate("runbook", items);
    scheduler.open();

    assertThat(timeline.pending()).hasSize(1);
    timeline.advance(Duration.ofHours(1));
    long due =
        java.util.stream.IntStream.range(0, 10_000)
            .filter(i -> (i % 24 == 9 && i % 60 > 0) || (i % 24 == 10 && i % 60 == 0))
            .count();
    assertThat(due).isPositive();
    assertThat(done).hasSize((int) due);
    assertThat(timeline.pending()).hasSize(1);
  }

  @Test
  void showsWhatGetsIntoEachOthersWayBeforeItHappens() {
    List<Scheduled> items =
        List.of(
            item("archive", "weekly sun 01:00", Duration.ofMinutes(90)),
            item("backup", "daily 02:00", Duration.ofMinutes(60)),
            item("vacuum", "weekly sun 02:00", Duration.ofMinutes(30)),
            item("patch", "second tuesday 02:00", Duration.ofMinutes(60)),
            item("report", "daily 12:00"));
    Instant from = timeline.instant();

    List<Upcomings.Collision> found =
        Upcomings.collisions(Upcomings.between(items, from, from.plus(Duration.ofDays(40)), 1000));

    assertThat(found)
        .extracting(c -> c.first().name() + " " + c.second().name() + " " + c.at())
        .containsExactly(
            "archive backup 2026-11-21T17:00:00Z",
            "archive vacuum 2026-11-21T17:00:00Z",
            "backup vacuum 2026-11-21T17:00:00Z",
            "backup patch 2026-12-07T17:00:00Z");
  }
}

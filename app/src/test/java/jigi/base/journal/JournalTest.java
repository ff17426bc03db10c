package jigi.base.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Troubles;
import jigi.base.store.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the journal holds to on every store. */
abstract class JournalTest {
  static final EventKind FIRING = EventKind.of("alert.firing");
  static final EventKind CHANGED = EventKind.of("probe.changed");

  final Timeline timeline = Timeline.standing(Instant.parse("2026-03-01T00:00:00Z"));
  final Troubles troubles = new Troubles();
  Store store;
  SqlJournal journal;

  abstract Store open(Path folder);

  @BeforeEach
  void open_a_journal(@TempDir Path folder) {
    store = open(folder);
    journal = begun();
  }

  @AfterEach
  void close_all() {
    journal.close();
    store.close();
    timeline.close();
  }

  SqlJournal begun() {
    return new SqlJournal(store, timeline, troubles, "n1");
  }

  void restart() {
    journal.close();
    journal = begun();
  }

  @Test
  void an_event_is_found_as_it_was_recorded() {
    EventDraft draft =
        EventDraft.of(FIRING)
            .system("shop")
            .component("web")
            .actor("user:kim")
            .cause("c")
            .run("r")
            .incident("i")
            .with("alert", "웹 서버 다운 🚨");
    Event recorded = journal.append(draft);
    assertThat(recorded.seq()).isEqualTo(1);
    assertThat(recorded.at()).isEqualTo(timeline.instant());
    assertThat(journal.find(EventQuery.newest(10))).containsExactly(recorded);
  }

  @Test
  void a_change_and_its_event_are_there_together_or_not_at_all() {
    assertThatThrownBy(
            () ->
                store.change(
                    tx -> {
                      journal.append(tx, EventDraft.of(FIRING));
                      throw new IllegalArgumentException();
                    }))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(journal.find(EventQuery.newest(10))).isEmpty();
    assertThat(journal.append(EventDraft.of(FIRING)).seq()).isEqualTo(1);
  }

  @Test
  void events_are_found_by_what_they_belong_to() {
    Event a = journal.append(EventDraft.of(FIRING).system("shop").run("r1"));
    Event b = journal.append(EventDraft.of(CHANGED).system("shop").incident("i1"));
    Event c = journal.append(EventDraft.of(EventKind.of("alerts")).system("bank"));
    assertThat(journal.find(EventQuery.newest(10))).containsExactly(c, b, a);
    assertThat(journal.find(new EventQuery("shop", null, null, null, null, 9)))
        .containsExactly(b, a);
    assertThat(journal.find(new EventQuery(null, "r1", null, null, null, 9))).containsExactly(a);
    assertThat(journal.find(new EventQuery(null, null, "i1", null, null, 9))).containsExactly(b);
    assertThat(journal.find(new EventQuery(null, null, null, "alert.", null, 9)))
        .containsExactly(a);
    assertThat(journal.find(new EventQuery(null, null, null, null, a.at(), 9))).isEmpty();
  }

  @Test
  void events_are_found_by_component_kinds_and_words() {
    Event a =
        journal.append(
            EventDraft.of(FIRING).system("shop").component("web").with("said", "50% Full_1 \"x\""));
    Event b =
        journal.append(EventDraft.of(CHANGED).system("shop").component("db").with("said", "가게"));
    EventQuery all = EventQuery.newest(9);
    assertThat(journal.find(all.ofComponent("web"))).containsExactly(a);
    assertThat(journal.find(all.ofKinds(java.util.Set.of(CHANGED.name(), "none.such"))))
        .containsExactly(b);
    assertThat(journal.find(all.ofKinds(java.util.Set.of("none.such")))).isEmpty();
    assertThat(journal.find(all.containing("50% full_1 \"X"))).containsExactly(a);
    assertThat(journal.find(all.containing("가게"))).containsExactly(b);
    assertThat(journal.find(all.containing("5_% Full"))).isEmpty();
    assertThat(journal.find(all.containing("%"))).containsExactly(a);
  }

  @Test
  void pages_skip_nothing_though_all_events_have_the_same_time() {
    for (int i = 0; i < 25; i++) {
      journal.append(EventDraft.of(FIRING).with("i", i));
    }
    List<Event> all = journal.find(EventQuery.newest(1000));
    List<Event> paged = new ArrayList<>(journal.find(EventQuery.newest(10)));
    paged.addAll(journal.older(EventQuery.newest(10), paged.getLast()));
    paged.addAll(journal.older(EventQuery.newest(10), paged.getLast()));
    assertThat(paged).hasSize(25).containsExactlyElementsOf(all);
  }

  @Test
  void a_follower_gets_the_wanted_events_once_and_in_order_across_restarts() throws Exception {
    List<Long> seen = Collections.synchronizedList(new ArrayList<>());
    journal.append(EventDraft.of(FIRING)); // before it was ever known
    journal.follow(Following.of("f", "alert."), (tx, event) -> seen.add(event.seq()));
    journal.start();
    journal.settle();
    journal.append(EventDraft.of(FIRING));
    journal.append(EventDraft.of(CHANGED));
    journal.append(EventDraft.of(FIRING));
    journal.settle();
    assertThat(seen).containsExactly(2L, 4L);

    restart();
    journal.append(EventDraft.of(FIRING));
    journal.append(EventDraft.of(CHANGED));
    journal.follow(Following.of("f", "alert."), (tx, event) -> seen.add(event.seq()));
    journal.follow(Following.of("all").fromBeginning(), (tx, event) -> seen.add(100 + event.seq()));
    journal.start();
    journal.settle();
    assertThat(seen.stream().filter(seq -> seq < 100)).containsExactly(2L, 4L, 5L);
    assertThat(seen.stream().filter(seq -> seq > 100))
        .containsExactly(101L, 102L, 103L, 104L, 105L, 106L);
  }

  @Test
  void what_another_node_left_unhandled_comes_before_the_own_events() throws Exception {
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    Follower follower = (tx, event) -> seen.add(event.node() + " " + event.seq());
    journal.follow(Following.of("f", "alert."), follower);
    journal.close();
    journal.append(EventDraft.of(FIRING));
    journal.append(EventDraft.of(CHANGED));
    journal.append(EventDraft.of(FIRING));

    for (int round = 0; round < 2; round++) {
      journal = new SqlJournal(store, timeline, troubles, "n2");
      journal.follow(Following.of("f", "alert."), follower);
      journal.append(EventDraft.of(FIRING));
      journal.start();
      journal.settle();
      journal.close();
    }

    assertThat(seen).containsExactly("n1 1", "n1 3", "n2 1", "n2 2");
  }

  @Test
  void a_follower_does_not_begin_before_the_house_stands() throws Exception {
    List<Long> seen = Collections.synchronizedList(new ArrayList<>());
    journal.follow(Following.of("f").fromBeginning(), (tx, event) -> seen.add(event.seq()));
    journal.append(EventDraft.of(FIRING));
    CountDownLatch heard = new CountDownLatch(1);
    journal.listen("l", event -> heard.countDown());
    journal.append(EventDraft.of(FIRING));
    assertThat(heard.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(seen).isEmpty();
    journal.start();
    journal.settle();
    assertThat(seen).containsExactly(1L, 2L);
  }

  @Test
  void a_failing_follower_loses_nothing_does_not_spin_and_is_shown_as_a_trouble() throws Exception {
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    AtomicBoolean broken = new AtomicBoolean(true);
    journal.follow(
        Following.of("f"),
        (tx, event) -> {
          seen.add((broken.get() ? "fails at " : "handles ") + event.seq());
          if (broken.get()) {
            throw new IllegalStateException("no such table");
          }
        });
    journal.start();
    journal.settle();
    journal.append(EventDraft.of(FIRING));
    journal.append(EventDraft.of(FIRING));
    journal.settle();
    assertThat(seen).containsExactly("fails at 1");
    assertThat(troubles.all())
        .singleElement()
        .satisfies(
            trouble -> {
              assertThat(trouble.key()).isEqualTo("journal.follower:f");
              assertThat(trouble.args()).containsEntry("follower", "f").containsEntry("seq", "1");
            });
    awaitTimer();
    broken.set(false);
    timeline.advance(Duration.ofSeconds(1));
    awaitCalm();
    assertThat(seen).containsExactly("fails at 1", "handles 1", "handles 2");
  }

  @Test
  void pauses_between_tries_grow_to_a_minute() throws Exception {
    journal.follow(
        Following.of("f"),
        (tx, event) -> {
          throw new IllegalStateException();
        });
    journal.start();
    journal.settle();
    journal.append(EventDraft.of(FIRING));
    journal.settle();
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      awaitTimer();
      Duration pause = Duration.between(timeline.instant(), timeline.pending().getFirst().due());
      pauses.add(pause.toSeconds());
      timeline.advance(pause);
    }
    assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
  }

  @Test
  void a_followers_own_events_are_part_of_its_transaction() throws Exception {
    journal.follow(
        Following.of("f", "alert."),
        (tx, event) -> journal.append(tx, EventDraft.of(CHANGED).cause(event.id())));
    journal.start();
    journal.settle();
    for (int i = 0; i < 500; i++) {
      journal.append(EventDraft.of(FIRING));
    }
    journal.settle();
    List<Event> answers = journal.find(new EventQuery(null, null, null, "probe.", null, 1000));
    assertThat(answers).hasSize(500);
    assertThat(answers.stream().map(e -> e.what().links().cause()).distinct()).hasSize(500);
  }

  @Test
  void the_cursor_of_a_follower_that_wants_nothing_moves_seldom() throws Exception {
    journal.follow(Following.of("f", "never."), (tx, event) -> {});
    journal.start();
    journal.settle();
    for (int i = 0; i < 999; i++) {
      journal.append(EventDraft.of(FIRING));
    }
    journal.settle();
    assertThat(cursor("f")).isZero();
    store.change(
        tx -> {
          for (int i = 0; i < 1000; i++) {
            journal.append(tx, EventDraft.of(FIRING));
          }
        });
    while (cursor("f") < 999) {
      Thread.onSpinWait();
    }
    assertThat(cursor("f")).isBetween(999L, 1999L);
  }

  @Test
  void a_name_is_followed_once() {
    journal.follow("f", (tx, event) -> {});
    assertThatThrownBy(() -> journal.follow("f", (tx, event) -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("f");
  }

  @Test
  void a_listener_gets_everything_of_this_process_in_order() throws Exception {
    journal.append(EventDraft.of(FIRING));
    List<Long> heard = Collections.synchronizedList(new ArrayList<>());
    journal.listen("l", event -> heard.add(event.seq()));
    for (int i = 0; i < 1000; i++) {
      journal.append(EventDraft.of(FIRING));
    }
    journal.settle();
    assertThat(heard).hasSize(1000).isSorted().startsWith(2L);
  }

  long cursor(String name) {
    Long cursor = store.read(handle -> JournalRepository.cursor(handle, name, "n1"));
    return cursor == null ? -1 : cursor;
  }

  private void awaitTimer() {
    while (timeline.pending().isEmpty()) {
      Thread.onSpinWait();
    }
  }

  private void awaitCalm() throws InterruptedException {
    while (!troubles.all().isEmpty()) {
      Thread.onSpinWait();
    }
    journal.settle();
  }
}

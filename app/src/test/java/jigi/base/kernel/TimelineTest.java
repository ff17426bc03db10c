package jigi.base.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private static final Instant START = Instant.parse("2026-01-13T00:00:00Z");

  @Test
  void firesEveryTimerAtItsOwnInstantInOrder() throws Exception {
    try (Timeline timeline = Timeline.standing(START)) {
      List<String> fired = new CopyOnWriteArrayList<>();
      timeline.after(Duration.ofMinutes(2), "b", () -> fired.add("b " + timeline.instant()));
      timeline.after(Duration.ofMinutes(1), "a", () -> fired.add("a " + timeline.instant()));
      timeline.after(Duration.ofMinutes(9), "late", () -> fired.add("late"));
      timeline.advance(Duration.ofMinutes(5));
      assertThat(fired).containsExactly("a 2026-01-13T00:01:00Z", "b 2026-01-13T00:02:00Z");
      assertThat(timeline.instant()).isEqualTo(START.plus(Duration.ofMinutes(5)));
    }
  }

  @Test
  void firesTimersThatAreSetOnTheWay() throws Exception {
    try (Timeline timeline = Timeline.standing(START)) {
      List<Instant> ticks = new CopyOnWriteArrayList<>();
      tick(timeline, ticks);
      timeline.advance(Duration.ofSeconds(35));
      assertThat(ticks)
          .containsExactly(START.plusSeconds(10), START.plusSeconds(20), START.plusSeconds(30));
    }
  }

  @Test
  void waitsForWhatASleepingMachineFindsDue() throws Exception {
    try (Timeline timeline = Timeline.rehearsal()) {
      Instant start = timeline.instant();
      List<Instant> ticks = new CopyOnWriteArrayList<>();
      for (String name : List.of("a", "b", "c")) {
        timeline.at(start.plus(Duration.ofHours(1)), name, () -> pause(timeline, ticks));
      }
      timeline.jump(Duration.ofHours(2));
      assertThat(ticks)
          .hasSize(3)
          .allMatch(at -> !at.isBefore(start.plus(Duration.ofHours(2))), "late");
    }
  }

  private static void pause(Timeline timeline, List<Instant> ticks) {
    long end = System.nanoTime() + Duration.ofMillis(50).toNanos();
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    ticks.add(timeline.instant());
  }

  @Test
  void neverFiresACancelledTimer() throws Exception {
    try (Timeline timeline = Timeline.standing(START)) {
      List<String> fired = new CopyOnWriteArrayList<>();
      timeline.after(Duration.ofSeconds(1), "x", () -> fired.add("x")).cancel();
      timeline.advance(Duration.ofSeconds(2));
      assertThat(fired).isEmpty();
    }
  }

  @Test
  void goesOnWhenTheWallClockIsSetBack() {
    AtomicReference<Instant> wall = new AtomicReference<>(START);
    try (Timeline timeline = Timeline.following(wall::get)) {
      Instant before = timeline.instant();
      wall.set(START.minus(Duration.ofHours(1)));
      assertThat(timeline.instant()).isAfterOrEqualTo(before);
      assertThat(timeline.setBack()).isGreaterThanOrEqualTo(Duration.ofHours(1));
      wall.set(START.plus(Duration.ofHours(2)));
      assertThat(timeline.instant()).isEqualTo(START.plus(Duration.ofHours(2)));
      assertThat(timeline.setBack()).isZero();
    }
  }

  @Test
  void goesOnFromWhereItWasLeft() {
    Instant left = START.plus(Duration.ofHours(1));
    AtomicReference<Instant> wall = new AtomicReference<>(START);
    try (Timeline timeline = Timeline.following(wall::get)) {
      timeline.notBefore(left);
      assertThat(timeline.instant()).isAfterOrEqualTo(left);
      assertThat(timeline.setBack()).isCloseTo(Duration.ofHours(1), Duration.ofMinutes(1));
      timeline.notBefore(START);
      assertThat(timeline.instant()).isAfterOrEqualTo(left);
      wall.set(left.plus(Duration.ofHours(1)));
      assertThat(timeline.instant()).isEqualTo(left.plus(Duration.ofHours(1)));
    }
    Instant ahead = Instant.now().plus(Duration.ofDays(3));
    try (Timeline rehearsal = Timeline.rehearsal()) {
      rehearsal.notBefore(ahead);
      assertThat(rehearsal.instant()).isBetween(ahead, ahead.plus(Duration.ofMinutes(1)));
      assertThat(rehearsal.setBack()).isZero();
    }
  }

  @Test
  void firesOnRealTime() throws Exception {
    try (Timeline timeline = Timeline.real()) {
      CountDownLatch fired = new CountDownLatch(1);
      timeline.after(Duration.ofMillis(5), "soon", fired::countDown);
      assertThat(fired.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void waitsForTheTaskInHandWhenItIsClosed() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch held = new CountDownLatch(1);
    List<String> done = new CopyOnWriteArrayList<>();
    Timeline timeline = Timeline.real();
    timeline.after(
        Duration.ZERO,
        "task",
        () -> {
          begun.countDown();
          try {
            held.await();
            done.add("task");
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    begun.await();
    Thread closing = Thread.ofVirtual().start(timeline::close);
    assertThat(closing.join(Duration.ofMillis(200))).as("closed before the end").isFalse();
    held.countDown();
    closing.join();
    assertThat(done).containsExactly("task");
  }

  @Test
  void refusesToMoveProductionsTime() {
    try (Timeline timeline = Timeline.real()) {
      assertThatThrownBy(() -> timeline.advance(Duration.ofSeconds(1)))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  private static void tick(Timeline timeline, List<Instant> ticks) {
    timeline.after(
        Duration.ofSeconds(10),
        "tick",
        () -> {
          ticks.add(timeline.instant());
          tick(timeline, ticks);
        });
  }
}

package jigi.metrics.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BackgroundTest {
  private final List<StorageEvent> events = new CopyOnWriteArrayList<>();

  @Test
  void oneSyncCoversAllCommitsOfItsInterval() throws InterruptedException {
    CountDownLatch synced = new CountDownLatch(1);
    AtomicInteger syncs = new AtomicInteger();
    try (Background background =
        new Background(
            Duration.ofMillis(200),
            () -> {
              syncs.incrementAndGet();
              synced.countDown();
            },
            () -> {},
            events::add)) {
      background.start();
      for (int i = 0; i < 100; i++) {
        background.committed(false);
      }
      assertThat(synced.await(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(syncs).hasValue(1);
    assertThat(events).isEmpty();
  }

  @Test
  void urgentWorkStartsAtOnce() throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    try (Background background =
        new Background(Duration.ofHours(1), () -> {}, done::countDown, events::add)) {
      background.start();
      background.committed(true);
      assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void workThatFailsIsReportedAndNotStartedAgainByEveryCommit() throws InterruptedException {
    CountDownLatch failed = new CountDownLatch(1);
    AtomicInteger attempts = new AtomicInteger();
    try (Background background =
        new Background(
            Duration.ofMillis(1),
            () -> {},
            () -> {
              attempts.incrementAndGet();
              throw new IOException("No space left on device");
            },
            event -> {
              events.add(event);
              failed.countDown();
            })) {
      background.start();
      background.committed(true);
      assertThat(failed.await(10, TimeUnit.SECONDS)).isTrue();
      for (int i = 0; i < 1000; i++) {
        background.committed(true);
      }
    }
    assertThat(attempts.get()).isBetween(1, 2);
    assertThat(events)
        .allSatisfy(
            event ->
                assertThat(event)
                    .isInstanceOfSatisfying(
                        StorageEvent.BackgroundFailed.class,
                        it -> assertThat(it.work()).isEqualTo("maintenance")));
  }
}

package jigi.metrics.storage;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that a test moves. */
final class TestClock implements InstantSource {
  private final AtomicLong now = new AtomicLong(SampleStorageContract.T);

  void advance(Duration by) {
    now.addAndGet(by.toMillis());
  }

  void set(long millis) {
    now.set(millis);
  }

  @Override
  public long millis() {
    return now.get();
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(now.get());
  }
}

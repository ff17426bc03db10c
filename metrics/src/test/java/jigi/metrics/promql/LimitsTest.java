package jigi.metrics.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import jigi.metrics.model.Labels;
import jigi.metrics.promql.PromQlException.Kind;
import jigi.metrics.promql.QueryOptions.Limits;
import jigi.metrics.storage.Appender;
import jigi.metrics.storage.MemoryStorage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LimitsTest {
  private final MemoryStorage storage = new MemoryStorage();
  private final Engine engine = new Engine(storage);

  @BeforeEach
  void fill() {
    Appender appender = storage.appender();
    for (int series = 0; series < 200; series++) {
      Labels labels = Labels.of("__name__", "x", "i", String.valueOf(series));
      for (long time = 0; time <= 600_000; time += 10_000) {
        appender.append(labels, time, time);
      }
    }
    appender.commit();
  }

  private Kind kindOf(String query, QueryOptions options) {
    PromQlException e =
        catchThrowableOfType(
            PromQlException.class,
            () -> engine.range(PromQl.parse(query), 0, 600_000, 1000, options));
    assertThat(e).as(query).isNotNull();
    return e.kind();
  }

  private static QueryOptions with(Limits limits) {
    return QueryOptions.DEFAULT.withLimits(limits);
  }

  @Test
  void stopsAtTooManySamples() {
    assertThat(kindOf("sum(x)", with(Limits.DEFAULT.withSamples(1000))))
        .isEqualTo(Kind.TOO_MANY_SAMPLES);
  }

  @Test
  void stopsAtTooManySeries() {
    assertThat(kindOf("x + on(i) x", with(Limits.DEFAULT.withSeries(300))))
        .isEqualTo(Kind.TOO_MANY_SERIES);
  }

  @Test
  void stopsAtTooMuchMemory() {
    QueryOptions options = with(Limits.DEFAULT.withBytes(100_000));
    assertThat(kindOf("x", options)).isEqualTo(Kind.TOO_MUCH_MEMORY);
    QueryResult.Matrix sum = engine.range(PromQl.parse("sum(x)"), 0, 600_000, 1000, options);
    assertThat(sum.series()).as("an aggregation holds its groups only").hasSize(1);
  }

  @Test
  void stopsAtHugeSubqueriesBeforeTheyTakeMemory() {
    assertThat(kindOf("sum_over_time(x[200y:1ms])", QueryOptions.DEFAULT))
        .isEqualTo(Kind.TOO_MUCH_MEMORY);
    assertThat(kindOf("sum_over_time(x[1m:1ms])", with(Limits.DEFAULT.withSamples(100_000))))
        .isEqualTo(Kind.TOO_MANY_SAMPLES);
  }

  @Test
  void stopsWhenTheTimeIsOver() {
    assertThat(kindOf("sum(x)", with(Limits.DEFAULT.withTime(Duration.ofNanos(1)))))
        .isEqualTo(Kind.TIMEOUT);
  }

  @Test
  void stopsWhenCancelledInTheMiddle() {
    AtomicInteger asked = new AtomicInteger();
    QueryOptions options = QueryOptions.DEFAULT.withCancellation(() -> asked.incrementAndGet() > 3);
    assertThat(kindOf("max_over_time(x[10m])", options)).isEqualTo(Kind.CANCELLED);
    assertThat(asked).hasValue(4);
  }

  @Test
  void saysWhatItCannotAnswer() {
    assertThat(kindOf("histogram_count(x)", QueryOptions.DEFAULT)).isEqualTo(Kind.UNSUPPORTED);
  }
}

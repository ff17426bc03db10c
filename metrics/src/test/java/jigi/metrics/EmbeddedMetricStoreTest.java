package jigi.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import jigi.metrics.promql.PromQl;
import jigi.metrics.promql.QueryOptions;
import jigi.metrics.promql.QueryResult;
import jigi.metrics.storage.Appender;
import jigi.metrics.storage.Appender.Outcome;
import jigi.metrics.storage.MemoryStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedMetricStoreTest {
  private static final Labels UP = Labels.of("__name__", "up", "job", "api");

  @Test
  void answersFromWhatWasCommitted() {
    try (MetricStore store = EmbeddedMetricStore.inMemory()) {
      Appender appender = store.appender();
      assertThat(appender.append(UP, 1000, 1)).isEqualTo(Outcome.ACCEPTED);
      assertThat(store.series(List.of(), 0, 2000)).isEmpty();
      appender.commit();
      QueryResult result = store.query(PromQl.parse("up + 1"), 2000, QueryOptions.DEFAULT);
      assertThat(result)
          .isEqualTo(
              new QueryResult.Vector(
                  List.of(new QueryResult.Sample(Labels.of("job", "api"), 2000, 2)), List.of()));
      QueryResult.Matrix matrix =
          store.queryRange(PromQl.parse("up"), 0, 3000, 1000, QueryOptions.DEFAULT);
      assertThat(matrix.series()).hasSize(1);
      assertThat(matrix.series().getFirst().timestampsMs()).containsExactly(1000, 2000, 3000);
      assertThat(store.labelNames(List.of(), 0, 2000)).containsExactly("__name__", "job");
      assertThat(store.labelValues("job", List.of(Matcher.equal("job", "x")), 0, 2000)).isEmpty();
      assertThat(store.labelValues("job", List.of(), 0, 999)).isEmpty();
    }
  }

  @Test
  void findsItsSamplesAgain(@TempDir Path directory) throws IOException {
    long now = System.currentTimeMillis();
    try (MetricStore store = EmbeddedMetricStore.open(directory, InstantSource.system())) {
      Appender appender = store.appender();
      appender.append(UP, now, 1);
      appender.commit();
    }
    try (MetricStore store = EmbeddedMetricStore.open(directory, InstantSource.system())) {
      QueryResult result = store.query(PromQl.parse("up"), now, QueryOptions.DEFAULT);
      assertThat(((QueryResult.Vector) result).samples())
          .containsExactly(new QueryResult.Sample(UP, now, 1));
    }
  }

  @Test
  void memoryStorageSortsLateSamplesAndNamesWhatItRefuses() {
    try (MemoryStorage storage = new MemoryStorage(1)) {
      Appender first = storage.appender();
      first.append(UP, 3000, 3);
      first.append(UP, 1000, 1);
      first.append(UP, 2000, 2);
      first.commit();
      Appender second = storage.appender();
      assertThat(second.append(UP, 2000, 2)).isEqualTo(Outcome.DUPLICATE);
      assertThat(second.append(UP, 2000, 5)).isEqualTo(Outcome.CONFLICT);
      assertThat(second.append(UP.with("job", "b"), 1000, 1)).isEqualTo(Outcome.SERIES_LIMIT);
      second.append(UP, 4000, 4);
      second.rollback();
      second.commit();
      QueryResult result =
          new EmbeddedMetricStore(storage)
              .query(PromQl.parse("up[1h]"), 9000, QueryOptions.DEFAULT);
      QueryResult.Points points = ((QueryResult.Matrix) result).series().getFirst();
      assertThat(points.timestampsMs()).containsExactly(1000, 2000, 3000);
      assertThat(points.values()).containsExactly(1, 2, 3);
    }
  }
}

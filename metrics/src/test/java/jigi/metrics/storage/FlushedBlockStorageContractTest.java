package jigi.metrics.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import jigi.metrics.model.Series;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/** The same contract with every commit turned into a block at once. */
class FlushedBlockStorageContractTest extends SampleStorageContract {
  @TempDir Path directory;

  @Override
  protected SampleStorage open() throws Exception {
    return new Flushing(
        BlockStorage.open(directory, StorageOptions.small(), new TestClock(), event -> {}));
  }

  private record Flushing(BlockStorage storage) implements SampleStorage {
    @Override
    public List<Series> select(List<Matcher> matchers, long fromMs, long toMs) {
      return storage.select(matchers, fromMs, toMs);
    }

    @Override
    public SortedSet<String> labelNames(List<Matcher> matchers, long fromMs, long toMs) {
      return storage.labelNames(matchers, fromMs, toMs);
    }

    @Override
    public SortedSet<String> labelValues(
        String name, List<Matcher> matchers, long fromMs, long toMs) {
      return storage.labelValues(name, matchers, fromMs, toMs);
    }

    @Override
    public List<Labels> series(List<Matcher> matchers, long fromMs, long toMs) {
      return storage.series(matchers, fromMs, toMs);
    }

    @Override
    public Appender appender() {
      Appender appender = storage.appender();
      return new Appender() {
        @Override
        public Outcome append(Labels labels, long timestampMs, double value) {
          return appender.append(labels, timestampMs, value);
        }

        @Override
        public @Nullable SeriesRef reference(Labels labels) {
          return appender.reference(labels);
        }

        @Override
        public Outcome append(SeriesRef series, long timestampMs, double value) {
          return appender.append(series, timestampMs, value);
        }

        @Override
        public void commit() {
          appender.commit();
          try {
            storage.flush();
            storage.maintain();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }

        @Override
        public void rollback() {
          appender.rollback();
        }
      };
    }

    @Override
    public void delete(List<Matcher> matchers, long fromMs, long toMs) {
      storage.delete(matchers, fromMs, toMs);
    }

    @Override
    public void cleanTombstones() {
      storage.cleanTombstones();
    }

    @Override
    public void close() {
      storage.close();
    }
  }
}

package jigi.detect.metric.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import jigi.base.kernel.Troubles;
import jigi.metrics.EmbeddedMetricStore;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import jigi.metrics.model.StaleMarker;
import jigi.metrics.promql.PromQl;
import jigi.metrics.promql.PromQlException;
import jigi.metrics.promql.QueryOptions;
import jigi.metrics.promql.QueryResult;
import jigi.metrics.storage.Appender;
import jigi.metrics.storage.Appender.Outcome;
import jigi.testing.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds with every server that speaks Prometheus's protocols. */
abstract class RemoteMetricStoreTest {
  private static final Labels UP = Labels.of("__name__", "up", "job", "api", "system", "shop");

  /** A round time not long ago: servers refuse samples of the far past. */
  private final long now = System.currentTimeMillis() / 60_000 * 60_000;

  private final Troubles troubles = new Troubles();
  private MetricServer server;
  private RemoteMetricStore store;

  @TempDir Path folder;

  abstract MetricServer.Kind kind();

  @BeforeEach
  void open() throws Exception {
    server = new MetricServer(kind(), folder.resolve("server"));
    server.start();
    store = connect();
  }

  @AfterEach
  void close() throws Exception {
    store.close();
    server.close();
  }

  private RemoteMetricStore connect() throws IOException {
    return new RemoteMetricStore(
        RemoteSettings.of(server.url(), null, null), folder.resolve("queue"), troubles);
  }

  private static void eventually(Runnable assertion) {
    AtomicReference<Throwable> last = new AtomicReference<>();
    Until.so(
        "true",
        () -> {
          try {
            assertion.run();
            return true;
          } catch (AssertionError | PromQlException e) {
            last.set(e);
            return false;
          }
        },
        () -> String.valueOf(last.get()));
  }

  private void write(Labels labels, long at, double value) {
    Appender appender = store.appender();
    assertThat(appender.append(labels, at, value)).isEqualTo(Outcome.ACCEPTED);
    appender.commit();
  }

  /** Prometheus shows a sample as soon as it has taken it; others flush once a second. */
  abstract boolean atOnce();

  private void visible(long at) {
    if (atOnce()) {
      assertThat(ask("{__name__=\"up\"}", at)).isNotEmpty();
    } else {
      server.flush();
      eventually(() -> assertThat(ask("timestamp(up) == " + at / 1000, at)).isNotEmpty());
    }
  }

  private List<QueryResult.Sample> ask(String expr, long at) {
    QueryResult result = store.query(PromQl.parse(expr), at, QueryOptions.DEFAULT);
    return ((QueryResult.Vector) result).samples();
  }

  @Test
  void whatIsWrittenIsAnsweredAtOnce() {
    for (int i = 10; i >= 0; i--) {
      write(UP, now - i * 15_000L, 10 - i);
    }
    visible(now);
    assertThat(ask("up", now)).containsExactly(new QueryResult.Sample(UP, now, 10));
    assertThat(ask("sum by (job) (rate(up[2m]))", now))
        .singleElement()
        .satisfies(
            sample -> {
              assertThat(sample.labels()).isEqualTo(Labels.of("job", "api"));
              // MetricsQL's rate does not extrapolate as Prometheus's does; both see 1 in 15 s.
              assertThat(sample.value()).isBetween(0.06, 0.07);
            });
    QueryResult.Matrix range =
        store.queryRange(PromQl.parse("up * 2"), now - 60_000, now, 30_000, QueryOptions.DEFAULT);
    assertThat(range.series()).hasSize(1);
    assertThat(range.series().getFirst().timestampsMs())
        .containsExactly(now - 60_000, now - 30_000, now);
    assertThat(range.series().getFirst().values()).containsExactly(12, 16, 20);
    assertThat(store.query(PromQl.parse("1 + 1"), now, QueryOptions.DEFAULT)).isNotNull();
  }

  /** What {@code count_over_time(up[30s])}, {@code rate} and {@code increase} give there. */
  abstract List<Double> differences();

  /** Here a range is open at its start, and rates are stretched to its bounds. */
  @Test
  void countsAndRatesDifferAsItIsDocumented() {
    EmbeddedMetricStore ours = EmbeddedMetricStore.inMemory();
    Appender here = ours.appender();
    for (int i = 10; i >= 0; i--) {
      // It starts again from nothing half-way, and the range begins between two samples.
      double value = i > 5 ? 100 - i : 5 - i;
      write(UP, now - i * 15_000L, value);
      here.append(UP, now - i * 15_000L, value);
    }
    here.commit();
    visible(now);
    List<String> questions =
        List.of("count_over_time(up[30s])", "rate(up[100s])", "increase(up[100s])");
    assertThat(
            questions.stream()
                .map(
                    q ->
                        ((QueryResult.Vector)
                                ours.query(PromQl.parse(q), now, QueryOptions.DEFAULT))
                            .samples()
                            .getFirst()
                            .value()))
        .containsExactly(2.0, 0.055555555555555556, 5.555555555555555);
    assertThat(questions.stream().map(q -> ask(q, now).getFirst().value()))
        .containsExactlyElementsOf(differences());
    ours.close();
  }

  @Test
  void tellsWhatThereIs() {
    write(UP, now, 1);
    write(UP.with("job", "b\"\\c"), now, 1);
    List<Matcher> matchers = List.of(Matcher.equal("__name__", "up"));
    eventually(
        () -> {
          assertThat(store.labelNames(matchers, now - 60_000, now + 60_000))
              .containsExactly("__name__", "job", "system");
          assertThat(store.labelValues("job", List.of(), now - 60_000, now + 60_000))
              .containsExactly("api", "b\"\\c");
          assertThat(store.series(matchers, now - 60_000, now + 60_000))
              .containsExactly(UP, UP.with("job", "b\"\\c"));
        });
  }

  @Test
  void aStalenessMarkerEndsASeries() {
    write(UP, now - 30_000, 1);
    visible(now - 30_000);
    write(UP, now - 15_000, StaleMarker.VALUE);
    eventually(() -> assertThat(ask("up", now)).isEmpty());
  }

  @Test
  void nothingIsLostWhileTheServerIsAwayAndJigiIsStartedAnew() throws Exception {
    write(UP, now - 60_000, 1);
    server.stop();
    for (int i = 3; i >= 1; i--) {
      write(UP, now - i * 15_000L, 5 - i);
    }
    eventually(
        () ->
            assertThat(troubles.all())
                .extracting(Troubles.Trouble::key)
                .contains("metric.remote-down"));
    assertThatThrownBy(() -> ask("up", now))
        .isInstanceOfSatisfying(
            PromQlException.class,
            e -> assertThat(e.kind()).isEqualTo(PromQlException.Kind.UNAVAILABLE));
    store.close();
    store = connect();
    server.start();
    write(UP, now, 5);
    eventually(
        () ->
            assertThat(ask("count_over_time(up[5m])", now))
                .extracting(QueryResult.Sample::value)
                .containsExactly(5.0));
    eventually(() -> assertThat(troubles.all()).isEmpty());
  }

  @Test
  void aSystemIsFoundByItsLabelsThere() {
    store.external(new ExternalMatchers(Map.of("shop", Map.of("cluster", "kr"))));
    write(UP, now, 1);
    Appender foreign = store.appender();
    foreign.append(Labels.of("__name__", "up", "job", "theirs", "cluster", "kr"), now, 1);
    foreign.append(Labels.of("__name__", "up", "job", "other", "cluster", "jp"), now, 1);
    foreign.commit();
    visible(now);
    assertThat(ask("up{system=\"shop\"}", now))
        .extracting(sample -> sample.labels().get("job"))
        .containsExactlyInAnyOrder("api", "theirs");
    assertThat(
            store.labelValues(
                "job", List.of(Matcher.equal("system", "shop")), now - 60_000, now + 60_000))
        .containsExactly("api", "theirs");
  }

  @Test
  void refusesWhatCannotBeAsked() {
    write(UP, now, 1);
    assertThatThrownBy(
            () ->
                store.query(
                    PromQl.withMatcher(PromQl.parse("info(up)"), Matcher.equal("system", "shop")),
                    now,
                    QueryOptions.DEFAULT))
        .hasMessageContaining("info() is not asked");
    assertThatThrownBy(() -> ask("limit_ratio(0.5, up)", now))
        .isInstanceOfSatisfying(
            PromQlException.class,
            e ->
                assertThat(e.kind())
                    .isIn(PromQlException.Kind.UNSUPPORTED, PromQlException.Kind.EXECUTION));
  }

  @Test
  void anOlderOrSecondSampleIsRefusedHereAndHarmsNoOther() {
    write(UP, now, 1);
    Appender appender = store.appender();
    assertThat(appender.append(UP, now, 1)).isEqualTo(Outcome.DUPLICATE);
    assertThat(appender.append(UP, now, 2)).isEqualTo(Outcome.CONFLICT);
    assertThat(appender.append(UP, now - 1, 2)).isEqualTo(Outcome.TOO_OLD);
    assertThat(appender.append(UP.with("job", "b"), now, 7)).isEqualTo(Outcome.ACCEPTED);
    appender.commit();
    Runnable theOther =
        () ->
            assertThat(ask("up{job=\"b\"}", now))
                .extracting(QueryResult.Sample::value)
                .containsExactly(7.0);
    if (atOnce()) {
      theOther.run();
    } else {
      server.flush();
      eventually(theOther);
    }
    assertThat(troubles.all()).isEmpty();
  }
}

package jigi.detect.metric;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.connect.wire.WireException;
import jigi.detect.probe.OwnSamples;
import jigi.detect.probe.QueryResult;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import jigi.metrics.promql.Expr;
import jigi.metrics.promql.PromQl;
import jigi.metrics.promql.PromQlException;

/** The samples that probes ask for are those of the metric engine. */
public final class MeasuredSamples implements OwnSamples {
  private final Metrics metrics;

  public MeasuredSamples(Metrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public QueryResult ask(String system, String query, Instant at)
      throws WireException, InterruptedException {
    try {
      Expr own = PromQl.withMatcher(PromQl.parse(query), Matcher.equal("system", system));
      return switch (metrics.query(own, at)) {
        case jigi.metrics.promql.QueryResult.Scalar scalar ->
            new QueryResult(List.of(new QueryResult.Series(Map.of(), scalar.value())));
        case jigi.metrics.promql.QueryResult.Vector vector -> vector(vector);
        case jigi.metrics.promql.QueryResult.StringValue _ ->
            throw WireException.unknown("the query yields a string, no instant vector");
        case jigi.metrics.promql.QueryResult.Matrix _ ->
            throw WireException.unknown("the query yields a matrix, no instant vector");
      };
    } catch (PromQlException e) {
      throw WireException.unknown(e.code() + ": " + e.getMessage());
    }
  }

  private static QueryResult vector(jigi.metrics.promql.QueryResult.Vector vector)
      throws WireException {
    QueryResult.bound(vector.samples().size());
    List<QueryResult.Series> all = new ArrayList<>();
    for (var sample : vector.samples()) {
      Labels own = sample.labels().without(Labels.METRIC_NAME).without("system");
      all.add(new QueryResult.Series(new TreeMap<>(own.toMap()), sample.value()));
    }
    return new QueryResult(List.copyOf(all));
  }
}

package jigi.present.report;

import java.time.Instant;
import jigi.metrics.promql.Expr;
import jigi.metrics.promql.QueryResult;

/** Where PromQL is answered. */
@FunctionalInterface
public interface Queries {
  /**
   * @throws jigi.metrics.promql.PromQlException when the data allow no answer or a limit is reached
   */
  QueryResult ask(Expr expr, Instant at) throws InterruptedException;
}

package jigi.detect.metric;

import jigi.base.config.Place;
import jigi.base.config.Problems;
import jigi.metrics.promql.Expr;
import jigi.metrics.promql.PromQl;
import jigi.metrics.promql.PromQlException;

/** Whether the manual's probes produce what an expression reads. */
public interface QueryCheck {
  void check(Expr expression, Place place, Problems problems);

  /** The same of a query as it is written, in which there may be a mistake. */
  default void check(String query, Place place, Problems problems) {
    check(query, query, place, problems);
  }

  /**
   * The same of a query with something to be filled in.
   *
   * @param filled an example
   */
  default void check(String query, String filled, Place place, Problems problems) {
    try {
      check(PromQl.parse(filled), place, problems);
    } catch (PromQlException e) {
      problems.error(
          place,
          "bad-promql",
          PromQlHints.reason(e) + " ('" + query.strip() + "')",
          PromQlHints.hint(e));
    }
  }
}

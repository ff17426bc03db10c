package jigi.metrics.promql;

import jigi.metrics.model.Labels;

/** Takes a vector series by series. */
interface RowSink {
  /**
   * @param values one per step; from now on the sink's, who releases them to the evaluator
   */
  void accept(Labels labels, boolean dropName, double[] values);
}

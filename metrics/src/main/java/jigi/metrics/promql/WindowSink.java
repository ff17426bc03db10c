package jigi.metrics.promql;

import jigi.metrics.model.Labels;

/** Takes a range vector series by series; the window is only lent. */
interface WindowSink {
  void accept(Labels labels, boolean dropName, Window window);
}

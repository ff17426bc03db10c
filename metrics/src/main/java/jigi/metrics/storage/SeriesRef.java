package jigi.metrics.storage;

import jigi.metrics.model.Labels;

/** A series as a storage knows it; see {@link Appender#reference}. */
public interface SeriesRef {
  Labels labels();
}

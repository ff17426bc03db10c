package jigi.metrics.model;

/** One selected series: its labels and its samples within the range that was asked for. */
public interface Series {
  Labels labels();

  SampleIterator iterator();
}

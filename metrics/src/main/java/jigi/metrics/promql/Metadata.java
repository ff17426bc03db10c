package jigi.metrics.promql;

import jigi.metrics.model.Labels;

/** The labels that tell what a series is, and so go when it becomes something else. */
final class Metadata {
  /** In ascending order. */
  static final String[] NAMES = {Labels.METRIC_NAME, "__type__", "__unit__"};

  private Metadata() {}
}

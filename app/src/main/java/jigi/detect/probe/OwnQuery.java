package jigi.detect.probe;

/** A check that judges what other probes of the manual measure. */
public interface OwnQuery {
  /** PromQL over {@link OwnSamples}. */
  String query();
}

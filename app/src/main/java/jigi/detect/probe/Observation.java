package jigi.detect.probe;

import java.util.List;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.Status;

/**
 * What one execution of a check has seen.
 *
 * @param status OK, FAIL or UNKNOWN
 * @param evidence what was seen
 * @param samples that get the probe's labels
 * @param scraped samples of the target's own, with all their labels, the system among them
 */
public record Observation(
    Status status, Evidence evidence, List<Sample> samples, List<Sample> scraped) {
  public Observation {
    if (status == Status.WARN) {
      throw new IllegalArgumentException("a probe has no opinion between good and bad");
    }
    samples = List.copyOf(samples);
    scraped = List.copyOf(scraped);
  }

  public static Observation of(Status status, String evidence, List<Sample> samples) {
    return new Observation(status, Evidence.of(evidence), samples, List.of());
  }

  /** With samples of the target's own alone. */
  public static Observation scraped(Status status, String evidence, List<Sample> scraped) {
    return new Observation(status, Evidence.of(evidence), List.of(), scraped);
  }

  public static Observation ok(String evidence, Sample... samples) {
    return of(Status.OK, evidence, List.of(samples));
  }

  /** OK when there is nothing to object to; the objections follow the evidence otherwise. */
  public static Observation judged(String evidence, List<String> objections, List<Sample> samples) {
    return judged(objections, Evidence.of(evidence, objections), samples);
  }

  /** As {@link #judged(String, List, List)}, with the objections before the evidence. */
  public static Observation judged(List<String> objections, String evidence, List<Sample> samples) {
    return judged(objections, Evidence.of(objections, evidence), samples);
  }

  private static Observation judged(
      List<String> objections, Evidence evidence, List<Sample> samples) {
    Status status = objections.isEmpty() ? Status.OK : Status.FAIL;
    return new Observation(status, evidence, samples, List.of());
  }

  /** The target's fault: refused, timed out, wrong answer, login rejected. */
  public static Observation fail(String evidence, Sample... samples) {
    return of(Status.FAIL, evidence, List.of(samples));
  }

  /** Whose fault it is, says the network. */
  public static Observation of(WireException failure) {
    return of(failure.status(), failure.evidence(), List.of());
  }

  /** Ours: it could not be measured. */
  public static Observation unknown(String evidence) {
    return of(Status.UNKNOWN, evidence, List.of());
  }

  /** The same, with all that could not be measured before the evidence. */
  static Observation unknown(List<String> missing, String evidence) {
    return new Observation(Status.UNKNOWN, Evidence.of(missing, evidence), List.of(), List.of());
  }

  /** A fault that makes whatever else was seen a consequence. */
  public Observation failingFor(String fault) {
    Evidence all = new Evidence("", fault, evidence.toString());
    return new Observation(Status.FAIL, all, samples, scraped);
  }
}

package jigi.detect.metric;

/** What a figure counts. */
public enum Unit {
  COUNT,
  /** 0 to 1, shown in percent. */
  RATIO,
  SECONDS,
  BYTES
}

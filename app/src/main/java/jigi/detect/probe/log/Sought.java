package jigi.detect.probe.log;

/**
 * What is looked for in a whole log.
 *
 * @param times reads the lines' times, where a span is wanted
 * @param most how many lines, the newest ones
 */
record Sought(LogFilter filter, Span span, LineTimes times, int most) {
  Sought atMost(int lines) {
    return new Sought(filter, span, times, lines);
  }
}

package jigi.detect.probe.scrape;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;

/** Whatever a target answers is read, or refused with its line. */
public final class ExpositionTarget {
  private ExpositionTarget() {}

  public static void fuzzerTestOneInput(FuzzedDataProvider data) {
    byte[] text = data.consumeRemainingAsBytes();
    OfferedSeries series = new OfferedSeries(labels -> labels);
    String first = outcome(text, series);
    String second = outcome(text, series);
    if (!first.equals(second)) {
      throw new IllegalStateException(first + " and then " + second);
    }
  }

  private static String outcome(byte[] text, OfferedSeries series) {
    try {
      return ExpositionParser.read(text, 1000, series).samples().toString();
    } catch (ExpositionParser.Bad e) {
      String message = String.valueOf(e.getMessage());
      if (!message.startsWith("line ")) {
        throw new IllegalStateException(e);
      }
      return message;
    }
  }
}

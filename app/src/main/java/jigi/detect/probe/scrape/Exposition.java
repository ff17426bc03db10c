package jigi.detect.probe.scrape;

import java.util.List;
import jigi.detect.probe.Families;
import jigi.detect.probe.Sample;

/** What a target offers. */
public record Exposition(List<Sample> samples, List<Families.Family> families) {
  public Exposition {
    samples = List.copyOf(samples);
    families = List.copyOf(families);
  }
}

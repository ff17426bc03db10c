package jigi.detect.probe.scrape;

import java.util.List;
import jigi.detect.probe.Families;
import jigi.detect.probe.Sample;

/**
 * What a target offers.
 *
 * @param samples that are not dropped
 * @param offered how many there were
 */
public record Exposition(List<Sample> samples, List<Families.Family> families, int offered) {
  public Exposition {
    samples = List.copyOf(samples);
    families = List.copyOf(families);
  }
}

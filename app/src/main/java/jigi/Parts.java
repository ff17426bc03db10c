package jigi;

import java.util.List;
import jigi.base.config.ManualPart;

/** What a manual is made of, in the order of reading. */
final class Parts {
  private Parts() {}

  static List<ManualPart<?>> all() {
    return List.of(new jigi.detect.rule.RulePart());
  }
}

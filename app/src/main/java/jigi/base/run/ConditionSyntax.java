package jigi.base.run;

import java.util.Set;
import jigi.base.config.Place;
import jigi.base.config.Problems;

/** {@code ```condition until=web-healthy timeout=60s}. */
public class ConditionSyntax implements StepSyntax {
  @Override
  public final String language() {
    return "condition";
  }

  @Override
  public final Set<String> attributes() {
    return Set.of("until");
  }

  @Override
  public final Class<?> beside() {
    return StepKinds.class;
  }

  @Override
  public final void check(StepPart part, Place place, Problems problems) {
    if (!part.attributes().containsKey("until")) {
      problems.error(
          place,
          "missing-attribute",
          "a condition block names no condition",
          "write ```condition until=name-of-the-condition");
    }
  }
}

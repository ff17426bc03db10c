package jigi.base.run;

import java.util.Map;
import java.util.Set;
import jigi.base.config.Place;
import jigi.base.config.Problems;

/** How blocks of a language are written; enough to check a manual. */
public interface StepSyntax {
  /** The word behind the fence: {@code condition}. */
  String language();

  /** The attributes it knows, besides those of every step. */
  Set<String> attributes();

  /** Reports what is wrong with a block of this kind. */
  void check(StepPart part, Place place, Problems problems);

  /** Whether a role word tells if the block acts; without one it is text. */
  default boolean roled() {
    return false;
  }

  /** What an attribute names elsewhere in the manual: one name, or several with commas between. */
  default Map<String, StepReference> references() {
    return Map.of();
  }

  /** The parameters that the block uses, each with the line of its source, from 0. */
  default Map<String, Integer> parameters(StepPart part) {
    return Map.of();
  }

  /** What a run with such a block must have for itself. */
  default Set<String> locks(String system) {
    return Set.of();
  }

  /** Whether a person has to consent before it, by an approve block of the same runbook. */
  default boolean consented() {
    return false;
  }

  /** The class beside which the page {@code <language>.md} lies. */
  default Class<?> beside() {
    return getClass();
  }
}

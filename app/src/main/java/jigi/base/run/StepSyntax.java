package jigi.base.run;

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
}

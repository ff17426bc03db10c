package jigi.operate.deploy;

import jigi.base.config.Names;
import jigi.base.config.Place;
import jigi.base.config.Problems;
import jigi.base.connect.Hosts;
import jigi.detect.metric.QueryCheck;
import org.jspecify.annotations.Nullable;

/** What deployments may mention of other parts of a manual. */
public record Mentioned(
    Hosts hosts, Names plans, Names checklists, Names conditions, QueryCheck reads) {
  static void check(@Nullable String name, Names among, What what, Place place, Problems problems) {
    among.require(
        name,
        place,
        problems,
        "unknown-" + what.word,
        "'" + what.where + "' has no such " + what.word);
  }

  /** What a name stands for, and where those stand that there are. */
  enum What {
    HOST("host", "hosts"),
    PLAN("plan", "plans"),
    CHECKLIST("checklist", "checklists"),
    CONDITION("condition", "conditions");

    private final String word;
    private final String where;

    What(String word, String where) {
      this.word = word;
      this.where = where;
    }
  }
}

package jigi.base.config;

import java.util.ArrayList;
import java.util.List;

/** Collects everything that is wrong, so that all of it is reported at once. */
public final class Problems {
  private final List<Problem> all = new ArrayList<>();

  public void error(Place place, String code, String what, String hint) {
    all.add(new Problem(Problem.Level.ERROR, place, code, what, hint));
  }

  public void warning(Place place, String code, String what, String hint) {
    all.add(new Problem(Problem.Level.WARNING, place, code, what, hint));
  }

  public boolean hasErrors() {
    return all.stream().anyMatch(problem -> problem.level() == Problem.Level.ERROR);
  }

  /** By place. */
  public List<Problem> sorted() {
    return all.stream().distinct().sorted().toList();
  }
}

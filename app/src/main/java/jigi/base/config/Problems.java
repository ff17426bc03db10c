package jigi.base.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects everything that is wrong, so that all of it is reported at once. */
public final class Problems {
  private final List<Problem> all = new ArrayList<>();
  private final Set<Place> settled = new HashSet<>();
  private final Map<String, SourceText> sources = new HashMap<>();

  public void error(Place place, String code, String what, String hint) {
    add(new Problem(Problem.Level.ERROR, place, code, what, hint));
  }

  public void warning(Place place, String code, String what, String hint) {
    add(new Problem(Problem.Level.WARNING, place, code, what, hint));
  }

  /** An error after which nothing else found at its place is more than a consequence. */
  public void settle(Place place, String code, String what, String hint) {
    error(place, code, what, hint);
    settled.add(place);
  }

  private void add(Problem problem) {
    if (!settled.contains(problem.place())) {
      all.add(problem);
    }
  }

  public boolean hasErrors() {
    return all.stream().anyMatch(problem -> problem.level() == Problem.Level.ERROR);
  }

  void source(String file, int lineOffset, String text) {
    sources.put(file, new SourceText(file, lineOffset, text));
  }

  /**
   * Where a character of a scalar's value stands in its file, whatever its quotes and folds.
   *
   * @param scalar where the scalar begins
   * @param offset from 0, in the value
   */
  public Place within(Place scalar, String value, int offset) {
    SourceText source = sources.get(scalar.file());
    return source == null ? scalar : source.of(scalar, value, offset);
  }

  /** By place. */
  public List<Problem> sorted() {
    return all.stream().distinct().sorted().toList();
  }
}

package jigi.metrics.promql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jigi.metrics.model.Labels;
import jigi.metrics.promql.VectorMatching.Cardinality;
import org.jspecify.annotations.Nullable;

/** Arithmetic and comparison between two vectors. */
final class VectorMatcher {
  private static final long MAX_PAIRS = 200_000;

  private final Evaluator evaluator;
  private final Expr.Binary binary;
  private final VectorMatching matching;
  private final MatchKey key;
  private final boolean swapped;
  // As in Prometheus, group_right swaps the sides but not the fill values.
  private final @Nullable Double fillMany;
  private final @Nullable Double fillOne;
  private final Map<Result, Row> results = new LinkedHashMap<>();
  private final Map<Result, Map<Labels, Row>> targets = new HashMap<>();

  private record Result(Labels labels, boolean dropName) {}

  /** The series of both sides that share the matching labels; "one" may hold several in time. */
  private static final class Group {
    final Labels labels;
    final List<Row> many = new ArrayList<>();
    final List<Row> one = new ArrayList<>();

    Group(Labels labels) {
      this.labels = labels;
    }
  }

  VectorMatcher(Evaluator evaluator, Expr.Binary binary, VectorMatching matching) {
    this.evaluator = evaluator;
    this.binary = binary;
    this.matching = matching;
    this.key = new MatchKey(matching);
    this.swapped = matching.cardinality() == Cardinality.ONE_TO_MANY;
    this.fillMany = matching.fillLeft();
    this.fillOne = matching.fillRight();
  }

  void evaluate(RowSink sink) {
    List<Row> many = evaluator.rows(swapped ? binary.right() : binary.left());
    List<Row> one = evaluator.rows(swapped ? binary.left() : binary.right());
    if (BinaryVectors.isDefined(evaluator, binary)) {
      Map<Labels, Group> groups = new LinkedHashMap<>();
      many.forEach(row -> group(groups, row).many.add(row));
      one.forEach(row -> group(groups, row).one.add(row));
      boolean[] active = active(many, one);
      groups.values().forEach(group -> evaluate(group, active));
    }
    many.forEach(row -> evaluator.release(row.values));
    one.forEach(row -> evaluator.release(row.values));
    results.values().forEach(row -> sink.accept(row.labels, row.dropName, row.values));
  }

  private Group group(Map<Labels, Group> groups, Row row) {
    return groups.computeIfAbsent(key.of(row.labels), Group::new);
  }

  /** The steps at which both sides have samples: only there ambiguous matches are errors. */
  private boolean[] active(List<Row> many, List<Row> one) {
    boolean fill = fillMany != null || fillOne != null;
    boolean[] manyThere = present(many);
    boolean[] oneThere = present(one);
    for (int i = 0; i < manyThere.length; i++) {
      manyThere[i] = fill ? manyThere[i] || oneThere[i] : manyThere[i] && oneThere[i];
    }
    return manyThere;
  }

  private boolean[] present(List<Row> rows) {
    boolean[] present = new boolean[evaluator.steps.count()];
    for (Row row : rows) {
      for (int i = 0; i < present.length; i++) {
        present[i] |= !Absent.is(row.values[i]);
      }
    }
    return present;
  }

  private void evaluate(Group group, boolean[] active) {
    evaluator.context.check();
    boolean distinct = group.many.size() == 1 || hasDistinctResults(group);
    if (distinct && group.one.size() == 1 && fillMany == null && fillOne == null) {
      group.many.forEach(many -> pair(many, group.one.getFirst()));
      return;
    }
    Row[] oneAt = oneAt(group, active);
    Set<Labels> taken = new HashSet<>();
    for (int i = 0; i < active.length; i++) {
      evaluator.context.check();
      if (!active[i]) {
        continue;
      }
      taken.clear();
      boolean matched = false;
      for (Row many : group.many) {
        double value = many.values[i];
        if (!Absent.is(value) && (oneAt[i] != null || fillOne != null)) {
          if (!distinct) {
            claim(matched, taken, many, oneAt[i], group);
          }
          matched = true;
          put(many, oneAt[i], group, i, value);
        }
      }
      if (!matched && oneAt[i] != null && fillMany != null) {
        put(null, oneAt[i], group, i, fillMany);
      }
    }
  }

  /** Whether no two pairs of the group yield the same labels, so that no step needs a check. */
  private boolean hasDistinctResults(Group group) {
    long pairs = (long) group.many.size() * group.one.size();
    if (matching.cardinality() == Cardinality.ONE_TO_ONE || pairs > MAX_PAIRS) {
      return false;
    }
    Set<Labels> seen = new HashSet<>();
    for (Row many : group.many) {
      for (Row one : group.one) {
        if (!seen.add(resultLabels(many.labels, one.labels))) {
          return false;
        }
      }
      if (fillOne != null && !seen.add(resultLabels(many.labels, group.labels))) {
        return false;
      }
    }
    return true;
  }

  private void pair(Row many, Row one) {
    double[] out = null;
    for (int i = 0; i < many.values.length; i++) {
      double value = value(many.values[i], one.values[i]);
      if (!Absent.is(value)) {
        if (out == null) {
          out = target(many, one, new Group(Labels.EMPTY));
        }
        store(out, i, value);
      }
    }
  }

  /** The only series of the "one" side at each step. */
  private @Nullable Row[] oneAt(Group group, boolean[] active) {
    @Nullable Row[] at = new Row[active.length];
    for (Row row : group.one) {
      for (int i = 0; i < at.length; i++) {
        if (active[i] && !Absent.is(row.values[i])) {
          Row other = at[i];
          if (other != null) {
            throw ambiguous(group, other, row);
          }
          at[i] = row;
        }
      }
    }
    return at;
  }

  private PromQlException ambiguous(Group group, Row a, Row b) {
    String first = a.labels.toString();
    String second = b.labels.toString();
    boolean inOrder = first.compareTo(second) <= 0;
    return PromQlException.execution(
        "found duplicate series for the match group "
            + group.labels
            + " on the "
            + (swapped ? "left" : "right")
            + " hand-side of the operation: ["
            + (inOrder ? first : second)
            + ", "
            + (inOrder ? second : first)
            + "];many-to-many matching not allowed: matching labels must be unique on one side");
  }

  private void claim(boolean matched, Set<Labels> taken, Row many, @Nullable Row one, Group group) {
    if (matching.cardinality() == Cardinality.ONE_TO_ONE) {
      if (matched) {
        throw PromQlException.execution(
            "multiple matches for labels: many-to-one matching must be explicit"
                + " (group_left/group_right)");
      }
    } else if (!taken.add(resultLabels(many.labels, one == null ? group.labels : one.labels))) {
      throw PromQlException.execution(
          "multiple matches for labels: grouping labels must ensure unique matches");
    }
  }

  private void put(@Nullable Row many, @Nullable Row one, Group group, int step, double manyValue) {
    double oneValue = one == null ? fillOne() : one.values[step];
    double value = value(manyValue, oneValue);
    if (!Absent.is(value)) {
      store(target(many, one, group), step, value);
    }
  }

  private double fillOne() {
    return fillOne == null ? Absent.VALUE : fillOne;
  }

  /** The result for two samples; absent if either is, or if a comparison filters it out. */
  private double value(double many, double one) {
    if (Absent.is(many) || Absent.is(one)) {
      return Absent.VALUE;
    }
    double left = swapped ? one : many;
    double right = swapped ? many : one;
    BinaryOp op = binary.op();
    if (op.isComparison() && !binary.bool()) {
      return op.holds(left, right) ? left : Absent.VALUE;
    }
    return op.apply(left, right);
  }

  private double[] target(@Nullable Row many, @Nullable Row one, Group group) {
    Labels manyLabels = many == null ? group.labels : many.labels;
    Labels oneLabels = one == null ? group.labels : one.labels;
    return targets
        .computeIfAbsent(
            new Result(manyLabels, many != null && many.dropName), k -> new HashMap<>())
        .computeIfAbsent(oneLabels, k -> newTarget(many, manyLabels, oneLabels))
        .values;
  }

  private Row newTarget(@Nullable Row many, Labels manyLabels, Labels oneLabels) {
    boolean dropName =
        binary.bool() || binary.op().changesMeaning() || (many != null && many.dropName);
    Labels labels = resultLabels(manyLabels, oneLabels);
    return results.computeIfAbsent(
        new Result(labels, dropName),
        key -> new Row(labels, dropName, Absent.fill(evaluator.take())));
  }

  private static void store(double[] out, int step, double value) {
    if (!Absent.is(out[step])) {
      throw PromQlException.execution("vector cannot contain metrics with the same labelset");
    }
    out[step] = value;
  }

  private Labels resultLabels(Labels many, Labels one) {
    Labels result = binary.op().changesMeaning() ? many.drop(Metadata.NAMES) : many;
    if (matching.cardinality() == Cardinality.ONE_TO_ONE) {
      result = key.result(result);
    }
    for (String name : matching.include()) {
      result = result.with(name, one.getOrEmpty(name));
    }
    return result;
  }
}

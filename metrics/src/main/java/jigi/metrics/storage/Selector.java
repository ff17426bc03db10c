package jigi.metrics.storage;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import org.jspecify.annotations.Nullable;

/** Matchers, prepared to be resolved against any number of indexes. */
final class Selector {
  private static final String META = "\\.+*?()[]{}^$|";

  /** Equalities with a non-empty value: intersections of postings. */
  private final List<Matcher> equal = new ArrayList<>();

  /** Other matchers that a series without the label fails. */
  private final List<Condition> required = new ArrayList<>();

  /** Matchers that a series without the label passes: what they refuse is taken away. */
  private final List<Condition> refused = new ArrayList<>();

  private final List<Matcher> matchers;

  /**
   * @param values the alternatives when the expression is nothing else, which saves a scan
   */
  private record Condition(String name, Predicate<String> value, @Nullable Set<String> values) {}

  Selector(List<Matcher> matchers) {
    this.matchers = List.copyOf(matchers);
    for (Matcher matcher : matchers) {
      if (matcher.op() == Matcher.Op.EQUAL && !matcher.value().isEmpty()) {
        equal.add(matcher);
      } else if (matcher.matches("")) {
        Predicate<String> value = predicate(matcher);
        refused.add(new Condition(matcher.name(), value.negate(), excluded(matcher)));
      } else {
        Set<String> values =
            matcher.op() == Matcher.Op.REGEX ? alternatives(matcher.value()) : null;
        required.add(new Condition(matcher.name(), predicate(matcher), values));
      }
    }
  }

  boolean isEmpty() {
    return matchers.isEmpty();
  }

  boolean matches(Labels labels) {
    for (Matcher matcher : matchers) {
      if (!matcher.matches(labels)) {
        return false;
      }
    }
    return true;
  }

  /** The series of an index that pass, ascending. */
  IntList resolve(LabelIndex index) {
    List<IntList> lists = new ArrayList<>(equal.size());
    for (Matcher matcher : equal) {
      IntList postings = index.postings(matcher.name(), matcher.value());
      if (postings.size() == 0) {
        return IntList.EMPTY;
      }
      lists.add(postings);
    }
    // The shortest first: what it leaves is looked up in the others instead of walking them.
    lists.sort(Comparator.comparingInt(IntList::size));
    IntList found = lists.isEmpty() ? null : lists.removeFirst();
    for (IntList postings : lists) {
      found = found == null ? postings : found.intersect(postings);
    }
    if (required.isEmpty() && refused.isEmpty() && found != null) {
      return found;
    }
    BitSet bits = new BitSet(index.size());
    if (found == null) {
      bits.set(0, index.size());
    } else {
      for (int i = 0; i < found.size(); i++) {
        bits.set(found.get(i));
      }
    }
    for (Condition condition : required) {
      bits.and(collect(index, condition));
    }
    for (Condition condition : refused) {
      bits.andNot(collect(index, condition));
    }
    IntList result = new IntList(bits.cardinality());
    for (int i = bits.nextSetBit(0); i >= 0; i = bits.nextSetBit(i + 1)) {
      result.add(i);
    }
    return result;
  }

  private static BitSet collect(LabelIndex index, Condition condition) {
    BitSet bits = new BitSet(index.size());
    if (condition.values() == null) {
      index.collect(condition.name(), condition.value(), bits);
      return bits;
    }
    for (String value : condition.values()) {
      IntList postings = index.postings(condition.name(), value);
      for (int i = 0; i < postings.size(); i++) {
        bits.set(postings.get(i));
      }
    }
    return bits;
  }

  /** Most expressions in practice are {@code .*}, {@code .+} or a prefix, and need no automaton. */
  private static Predicate<String> predicate(Matcher matcher) {
    if (matcher.op() == Matcher.Op.EQUAL || matcher.op() == Matcher.Op.NOT_EQUAL) {
      return matcher::matches;
    }
    boolean wanted = matcher.op() == Matcher.Op.REGEX;
    String expression = matcher.value();
    int end = expression.length() - 2;
    if (end < 0 || !literal(expression.substring(0, end))) {
      return matcher::matches;
    }
    String prefix = expression.substring(0, end);
    if (expression.endsWith(".*")) {
      return value -> value.startsWith(prefix) == wanted;
    }
    if (expression.endsWith(".+")) {
      return value -> (value.length() > end && value.startsWith(prefix)) == wanted;
    }
    return matcher::matches;
  }

  private static @Nullable Set<String> excluded(Matcher matcher) {
    return switch (matcher.op()) {
      case NOT_EQUAL -> Set.of(matcher.value());
      case NOT_REGEX -> alternatives(matcher.value());
      case EQUAL, REGEX -> null;
    };
  }

  /** The values of {@code a|b|c}, null when the expression is more than that. */
  private static @Nullable Set<String> alternatives(String expression) {
    Set<String> values = new TreeSet<>();
    for (String part : expression.split("\\|", -1)) {
      if (part.isEmpty() || !literal(part)) {
        return null;
      }
      values.add(part);
    }
    return values;
  }

  private static boolean literal(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (META.indexOf(text.charAt(i)) >= 0) {
        return false;
      }
    }
    return true;
  }
}

package jigi.metrics.model;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable label set: name/value pairs sorted by name, without empty values (in the Prometheus
 * data model an empty value and a missing label are the same thing).
 */
public final class Labels implements Comparable<Labels> {
  /** The label that holds a series' metric name. */
  public static final String METRIC_NAME = "__name__";

  public static final Labels EMPTY = new Labels(new String[0]);

  /** name, value, name, value, … in order of name. */
  private final String[] pairs;

  private final int hash;

  private Labels(String[] pairs) {
    this.pairs = pairs;
    this.hash = Arrays.hashCode(pairs);
  }

  /** Labels from alternating names and values, in any order; later duplicates win. */
  public static Labels of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("a label name without a value: " + namesAndValues.length);
    }
    if (isSorted(namesAndValues)) {
      return namesAndValues.length == 0 ? EMPTY : new Labels(namesAndValues.clone());
    }
    Map<String, String> sorted = new TreeMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      sorted.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return of(sorted);
  }

  /** What is read back comes in order, and there is much of it. */
  private static boolean isSorted(String[] pairs) {
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i + 1].isEmpty() || (i > 0 && pairs[i - 2].compareTo(pairs[i]) >= 0)) {
        return false;
      }
    }
    return true;
  }

  public static Labels of(Map<String, String> labels) {
    TreeMap<String, String> sorted = new TreeMap<>(labels);
    sorted.values().removeIf(String::isEmpty);
    String[] pairs = new String[sorted.size() * 2];
    int i = 0;
    for (Map.Entry<String, String> entry : sorted.entrySet()) {
      pairs[i++] = entry.getKey();
      pairs[i++] = entry.getValue();
    }
    return pairs.length == 0 ? EMPTY : new Labels(pairs);
  }

  public int size() {
    return pairs.length / 2;
  }

  public String name(int i) {
    return pairs[2 * i];
  }

  public String value(int i) {
    return pairs[2 * i + 1];
  }

  /** The value of a label, null when it is absent. */
  public @Nullable String get(String name) {
    for (int i = 0; i < pairs.length; i += 2) {
      int order = pairs[i].compareTo(name);
      if (order == 0) {
        return pairs[i + 1];
      }
      if (order > 0) {
        return null;
      }
    }
    return null;
  }

  /** The value of a label, "" when it is absent. */
  public String getOrEmpty(String name) {
    String value = get(name);
    return value == null ? "" : value;
  }

  public String metricName() {
    return getOrEmpty(METRIC_NAME);
  }

  /** A copy with one label set; an empty value removes it. */
  public Labels with(String name, String value) {
    if (value.isEmpty()) {
      return drop(name);
    }
    int at = 0;
    while (at < pairs.length && pairs[at].compareTo(name) < 0) {
      at += 2;
    }
    boolean replace = at < pairs.length && pairs[at].equals(name);
    String[] out = new String[replace ? pairs.length : pairs.length + 2];
    System.arraycopy(pairs, 0, out, 0, at);
    out[at] = name;
    out[at + 1] = value;
    int rest = replace ? at + 2 : at;
    System.arraycopy(pairs, rest, out, at + 2, pairs.length - rest);
    return new Labels(out);
  }

  public Labels without(String name) {
    return get(name) == null ? this : drop(name);
  }

  /** Only the labels that are named; names in ascending order. */
  public Labels keep(String... sortedNames) {
    return select(sortedNames, true);
  }

  /** All labels but those that are named; names in ascending order. */
  public Labels drop(String... sortedNames) {
    return select(sortedNames, false);
  }

  private Labels select(String[] sortedNames, boolean wanted) {
    String[] out = new String[pairs.length];
    int size = 0;
    int n = 0;
    for (int i = 0; i < pairs.length; i += 2) {
      int order = -1;
      while (n < sortedNames.length && (order = sortedNames[n].compareTo(pairs[i])) < 0) {
        n++;
      }
      if ((n < sortedNames.length && order == 0) == wanted) {
        out[size++] = pairs[i];
        out[size++] = pairs[i + 1];
      }
    }
    if (size == pairs.length) {
      return this;
    }
    return size == 0 ? EMPTY : new Labels(Arrays.copyOf(out, size));
  }

  public Map<String, String> toMap() {
    Map<String, String> map = new TreeMap<>();
    forEach(map::put);
    return map;
  }

  public void forEach(BiConsumer<String, String> consumer) {
    for (int i = 0; i < pairs.length; i += 2) {
      consumer.accept(pairs[i], pairs[i + 1]);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other == this
        || (other instanceof Labels labels
            && hash == labels.hash
            && Arrays.equals(pairs, labels.pairs));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public int compareTo(Labels other) {
    return Arrays.compare(pairs, other.pairs);
  }

  /** Prometheus notation: {@code up{job="api"}}, names that are no identifiers in quotes. */
  @Override
  public String toString() {
    String metric = metricName();
    boolean plain = isIdentifier(metric, true);
    StringBuilder out = new StringBuilder(plain ? metric : "").append('{');
    if (!plain && !metric.isEmpty()) {
      quote(metric, out);
    }
    for (int i = 0; i < pairs.length; i += 2) {
      if (!pairs[i].equals(METRIC_NAME)) {
        out.append(out.charAt(out.length() - 1) == '{' ? "" : ", ");
        if (isIdentifier(pairs[i], false)) {
          out.append(pairs[i]);
        } else {
          quote(pairs[i], out);
        }
        quote(pairs[i + 1], out.append('='));
      }
    }
    if (plain && out.length() == metric.length() + 1) {
      return metric;
    }
    return out.append('}').toString();
  }

  private static boolean isIdentifier(String name, boolean colonAllowed) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      boolean digit = c >= '0' && c <= '9' && i > 0;
      if (!letter && !digit && !(colonAllowed && c == ':')) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private static void quote(String value, StringBuilder out) {
    out.append('"');
    escape(value, out);
    out.append('"');
  }

  private static void escape(String value, StringBuilder out) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        default -> out.append(c);
      }
    }
  }
}

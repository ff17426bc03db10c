package jigi.metrics.storage;

import java.util.BitSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** An inverted index over series that are numbered from 0. */
interface LabelIndex {
  int size();

  /** The series with this label, ascending; empty when there are none. */
  IntList postings(String name, String value);

  /** Adds the series whose value of a label is accepted; series without the label are not asked. */
  void collect(String name, Predicate<String> value, BitSet into);

  void names(Consumer<String> consumer);

  void values(String name, Consumer<String> consumer);
}

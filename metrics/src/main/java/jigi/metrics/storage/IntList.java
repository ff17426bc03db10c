package jigi.metrics.storage;

import java.util.Arrays;

/** A growing list of ints; the first {@link #size()} of {@link #array()} count. */
final class IntList {
  static final IntList EMPTY = new IntList(0);

  private int[] array;
  private int size;

  IntList(int capacity) {
    this.array = new int[capacity];
  }

  void add(int value) {
    if (size == array.length) {
      array = Arrays.copyOf(array, Math.max(2, size + (size >> 1)));
    }
    array[size++] = value;
  }

  void clear() {
    size = 0;
  }

  int get(int i) {
    return array[i];
  }

  int[] array() {
    return array;
  }

  int size() {
    return size;
  }

  /** The elements that the other list holds too; both ascending. */
  IntList intersect(IntList other) {
    IntList small = size <= other.size ? this : other;
    IntList large = small == this ? other : this;
    IntList both = new IntList(small.size);
    boolean gallop = large.size > 16L * small.size;
    int at = 0;
    for (int i = 0; i < small.size && at < large.size; i++) {
      int wanted = small.array[i];
      if (gallop) {
        int found = Arrays.binarySearch(large.array, at, large.size, wanted);
        at = found >= 0 ? found : -1 - found;
      } else {
        while (at < large.size && large.array[at] < wanted) {
          at++;
        }
      }
      if (at < large.size && large.array[at] == wanted) {
        both.add(wanted);
      }
    }
    return both;
  }
}

package jigi.metrics.promql;

import java.util.List;

/**
 * Chooses k rows of a group at one step. The chosen ones are kept in a heap with the worst on top,
 * so that a group of thousands costs little more than looking at each value once.
 */
final class Ranking {
  private final List<Row> rows;
  private final AggregateOp op;
  private final int[] heap;
  private int size;

  Ranking(List<Row> rows, AggregateOp op, int capacity) {
    this.rows = rows;
    this.op = op;
    this.heap = new int[capacity];
  }

  int size() {
    return size;
  }

  /** The index of a chosen row; best first once {@link #choose} returned. */
  int get(int place) {
    return heap[place];
  }

  void choose(int step, int limit) {
    size = 0;
    for (int row = 0; row < rows.size() && limit > 0; row++) {
      if (Absent.is(rows.get(row).values[step])) {
        continue;
      }
      if (size < limit) {
        heap[size++] = row;
        if (op != AggregateOp.LIMITK) {
          up(size - 1, step);
        }
      } else if (op == AggregateOp.LIMITK) {
        return;
      } else if (worse(heap[0], row, step)) {
        heap[0] = row;
        down(0, size, step);
      }
    }
    if (op != AggregateOp.LIMITK) {
      sort(step);
    }
  }

  /** Whether a ranks below b; of equal values the later series does. NaN ranks below all. */
  private boolean worse(int a, int b, int step) {
    int order =
        Sorting.compareValues(
            rows.get(a).values[step], rows.get(b).values[step], op == AggregateOp.TOPK);
    return order == 0 ? a > b : order > 0;
  }

  private void up(int from, int step) {
    int at = from;
    while (at > 0 && worse(heap[at], heap[(at - 1) / 2], step)) {
      swap(at, (at - 1) / 2);
      at = (at - 1) / 2;
    }
  }

  private void down(int from, int end, int step) {
    int at = from;
    while (true) {
      int child = 2 * at + 1;
      if (child + 1 < end && worse(heap[child + 1], heap[child], step)) {
        child++;
      }
      if (child >= end || !worse(heap[child], heap[at], step)) {
        return;
      }
      swap(at, child);
      at = child;
    }
  }

  /** Moves the worst of what is left behind the others until all are in order. */
  private void sort(int step) {
    for (int end = size - 1; end > 0; end--) {
      swap(0, end);
      down(0, end, step);
    }
  }

  private void swap(int a, int b) {
    int other = heap[a];
    heap[a] = heap[b];
    heap[b] = other;
  }
}

package jigi.base.manual;

import java.util.ArrayList;
import java.util.List;

/** What differs between two texts, line by line, with a few lines around. */
public final class LineDiff {
  private static final int AROUND = 3;

  /** Beyond so many pairs of lines the middle is shown as replaced. */
  private static final long MOST_PAIRS = 4_000_000;

  /** What became of a line. */
  public enum Change {
    SAME,
    REMOVED,
    ADDED,
    /** Stands for lines that are the same and not shown. */
    SKIPPED
  }

  /**
   * @param number in the new text, of a removed line in the old one, from 1; 0 for skipped lines
   */
  public record Line(Change change, int number, String text) {}

  private final List<String> before;
  private final List<String> after;
  private final List<Line> all = new ArrayList<>();

  private LineDiff(String before, String after) {
    this.before = before.lines().toList();
    this.after = after.lines().toList();
  }

  /** Empty when nothing differs. */
  public static List<Line> of(String before, String after) {
    LineDiff diff = new LineDiff(before, after);
    diff.compare();
    return diff.shortened();
  }

  private void compare() {
    int head = 0;
    int shorter = Math.min(before.size(), after.size());
    while (head < shorter && before.get(head).equals(after.get(head))) {
      same(head++);
    }
    int tail = 0;
    while (tail < shorter - head
        && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
      tail++;
    }
    middle(head, before.size() - tail, after.size() - tail);
    for (int i = after.size() - tail; i < after.size(); i++) {
      same(i);
    }
  }

  private void middle(int head, int beforeEnd, int afterEnd) {
    int rows = beforeEnd - head;
    int columns = afterEnd - head;
    boolean small = (long) (rows + 1) * (columns + 1) <= MOST_PAIRS;
    int[][] common = small ? common(head, rows, columns) : new int[0][0];
    int i = 0;
    int j = 0;
    while (i < rows || j < columns) {
      boolean equal =
          small && i < rows && j < columns && before.get(head + i).equals(after.get(head + j));
      if (equal) {
        same(head + j);
        i++;
        j++;
      } else if (i < rows && (j == columns || !small || common[i + 1][j] >= common[i][j + 1])) {
        all.add(new Line(Change.REMOVED, head + i + 1, before.get(head + i)));
        i++;
      } else {
        all.add(new Line(Change.ADDED, head + j + 1, after.get(head + j)));
        j++;
      }
    }
  }

  /** How many lines the rests have in common, from each pair of places on. */
  private int[][] common(int head, int rows, int columns) {
    int[][] table = new int[rows + 1][columns + 1];
    for (int i = rows - 1; i >= 0; i--) {
      for (int j = columns - 1; j >= 0; j--) {
        table[i][j] =
            before.get(head + i).equals(after.get(head + j))
                ? table[i + 1][j + 1] + 1
                : Math.max(table[i + 1][j], table[i][j + 1]);
      }
    }
    return table;
  }

  private void same(int index) {
    all.add(new Line(Change.SAME, index + 1, after.get(index)));
  }

  private List<Line> shortened() {
    List<Line> some = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (near(i)) {
        some.add(all.get(i));
      } else if (some.isEmpty() || some.getLast().change() != Change.SKIPPED) {
        some.add(new Line(Change.SKIPPED, 0, ""));
      }
    }
    return some.stream().allMatch(line -> line.change() == Change.SKIPPED) ? List.of() : some;
  }

  private boolean near(int index) {
    int from = Math.max(0, index - AROUND);
    int to = Math.min(all.size() - 1, index + AROUND);
    for (int i = from; i <= to; i++) {
      if (all.get(i).change() != Change.SAME) {
        return true;
      }
    }
    return false;
  }
}

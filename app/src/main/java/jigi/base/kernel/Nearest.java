package jigi.base.kernel;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Finds the valid name that somebody probably meant. */
public final class Nearest {
  private Nearest() {}

  /**
   * The candidate with the smallest edit distance, null when none is within a third of the length;
   * one whose beginning it is counts as near.
   */
  public static @Nullable String to(String wrong, Collection<String> candidates) {
    String best = null;
    int bestDistance = Math.max(1, (wrong.length() + 1) / 3) + 1;
    for (String candidate : candidates) {
      boolean begun = wrong.length() >= 3 && candidate.startsWith(wrong);
      int distance = begun ? 0 : distance(wrong, candidate);
      if (distance < bestDistance) {
        bestDistance = distance;
        best = candidate;
      }
    }
    return best;
  }

  /** A hint: {@code did you mean 'every'?}, or the list of what is valid. */
  public static String hint(String wrong, Collection<String> candidates) {
    String near = to(wrong, candidates);
    if (near != null) {
      return "did you mean '" + near + "'?";
    }
    return candidates.isEmpty()
        ? "there is none yet: define it, or remove this"
        : "use one of " + String.join(", ", candidates.stream().sorted().toList());
  }

  /** Damerau-Levenshtein distance with adjacent transpositions (optimal string alignment). */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      d[i][0] = i;
    }
    for (int j = 0; j <= b.length(); j++) {
      d[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + cost);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}

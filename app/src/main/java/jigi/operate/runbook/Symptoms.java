package jigi.operate.runbook;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which runbooks a text tells of: what a person sees, a message, a line of a log. The words of a
 * symptom are looked for in the text; Korean words may end in other particles.
 */
public final class Symptoms {
  /** So much of the shorter side's words, by weight, has to be found. */
  private static final double ENOUGH = 0.6;

  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}_]+");
  private static final Pattern TELLING = Pattern.compile("[a-z_]{3,}[a-z0-9_]*|[0-9]{3,}");
  private static final Set<String> FILLING =
      Set.of("또는", "그리고", "및", "the", "a", "an", "is", "on", "of", "or", "and", "to", "in");

  private Symptoms() {}

  /**
   * A runbook that fits.
   *
   * @param symptom the one of its symptoms that was recognised
   * @param score from 0.6 to 1
   */
  public record Fit(Runbook runbook, String symptom, double score) {}

  static List<Fit> fitting(List<Runbook> runbooks, String text) {
    List<String> seen = words(text);
    List<Fit> fits = new ArrayList<>();
    for (Runbook runbook : runbooks) {
      Fit best = null;
      for (String symptom : phrases(runbook)) {
        double score = score(words(symptom), seen);
        if (score >= ENOUGH && (best == null || score > best.score())) {
          best = new Fit(runbook, symptom, score);
        }
      }
      if (best != null) {
        fits.add(best);
      }
    }
    fits.sort(Comparator.comparingDouble(Fit::score).reversed());
    return fits;
  }

  private static List<String> phrases(Runbook runbook) {
    String symptom = runbook.symptom();
    return symptom == null ? List.of() : List.of(symptom.split("\\s*[,;]\\s*"));
  }

  /** Of the words of the symptom, or of a text that has fewer: the share that both have. */
  private static double score(List<String> symptom, List<String> text) {
    int found = 0;
    int shared = 0;
    for (String word : symptom) {
      if (text.stream().anyMatch(other -> same(word, other))) {
        found += weight(word);
        shared++;
      }
    }
    int all = weight(symptom);
    int said = weight(text);
    boolean enough = shared >= Math.min(2, symptom.size()) || found >= 2;
    return all == 0 || said == 0 || !enough ? 0 : (double) found / Math.min(all, said);
  }

  /** A word that ends differently is the same one: 응답 and 응답하지, API and API가. */
  private static boolean same(String a, String b) {
    int least = Math.min(a.length(), b.length());
    boolean korean =
        a.codePoints().anyMatch(c -> c >= 0xAC00) || b.codePoints().anyMatch(c -> c >= 0xAC00);
    return a.equals(b) || (korean && least >= 2 && (a.startsWith(b) || b.startsWith(a)));
  }

  private static int weight(List<String> words) {
    return words.stream().mapToInt(Symptoms::weight).sum();
  }

  /** Names, codes and foreign words tell more than what is said of everything. */
  private static int weight(String word) {
    return TELLING.matcher(word).lookingAt() ? 2 : 1;
  }

  private static List<String> words(String text) {
    return BETWEEN
        .splitAsStream(text.toLowerCase(Locale.ROOT))
        .filter(word -> !word.isEmpty() && !FILLING.contains(word))
        .distinct()
        .toList();
  }
}

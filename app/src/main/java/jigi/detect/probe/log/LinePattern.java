package jigi.detect.probe.log;

import com.google.re2j.Pattern;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A pattern that lines are counted by. Regular expressions that cannot run away are slow; so the
 * literal texts of which a line must hold one are looked for first, all over a block at once.
 *
 * @param literals as ISO 8859-1 views of their UTF-8 bytes; empty when the pattern has none
 */
record LinePattern(String name, Pattern regex, List<String> literals, boolean isLiteral) {
  private static final int SHORTEST = 3;
  private static final String SPECIAL = "\\.[]()*+?{}^$|";

  static LinePattern of(String name, String text) {
    List<String> literals = new ArrayList<>();
    boolean plain = true;
    for (String branch : text.split("\\|", -1)) {
      String literal = longest(branch);
      plain &= literal != null && literal.equals(branch);
      literals.add(literal == null ? "" : latin(literal));
    }
    boolean grouped = text.chars().anyMatch(c -> "()[]".indexOf(c) >= 0 || c == '\\');
    boolean useful =
        !(grouped && text.contains("|")) && literals.stream().allMatch(l -> l.length() >= SHORTEST);
    return new LinePattern(
        name, Pattern.compile(text), useful ? List.copyOf(literals) : List.of(), useful && plain);
  }

  boolean matches(byte[] bytes, int from, int to) {
    return regex.matcher(new String(bytes, from, to - from, StandardCharsets.UTF_8)).find();
  }

  /** The longest text that every match of the branch holds; null when there is none. */
  private static @Nullable String longest(String branch) {
    if (branch.toLowerCase(Locale.ROOT).contains("(?")) {
      return null;
    }
    String best = null;
    StringBuilder run = new StringBuilder();
    int depth = 0;
    for (int i = 0; i <= branch.length(); i++) {
      char c = i < branch.length() ? branch.charAt(i) : '|';
      if (SPECIAL.indexOf(c) < 0 && depth == 0) {
        run.append(c);
        continue;
      }
      // The character before may be there or not.
      if ("*?{".indexOf(c) >= 0 && !run.isEmpty()) {
        run.setLength(run.length() - 1);
      }
      if (best == null || run.length() > best.length()) {
        best = run.toString();
      }
      run.setLength(0);
      depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
      if (c == '\\') {
        i++;
      }
    }
    return best == null || best.isEmpty() ? null : best;
  }

  private static String latin(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}

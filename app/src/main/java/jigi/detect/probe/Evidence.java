package jigi.detect.probe;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a check has to say: what it objects to, with a description before or behind it. Room is made
 * at the cost of the description alone, so that what is wrong never gets lost.
 *
 * @param objections as one text; empty when there are none
 */
public record Evidence(String before, String objections, String behind) {
  private static final String BETWEEN = "; ";

  /** Only described. */
  static Evidence of(String description) {
    return new Evidence(description, "", "");
  }

  static Evidence of(String description, List<String> objections) {
    return new Evidence(description, String.join(BETWEEN, objections), "");
  }

  /** What is wrong comes first. */
  static Evidence of(List<String> objections, String description) {
    return new Evidence("", String.join(BETWEEN, objections), description);
  }

  /** As people read it: whole numbers as such, others with four digits. */
  public static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.valueOf((long) value)
        : String.format(Locale.ROOT, "%.4g", value);
  }

  /** With each part changed. */
  Evidence map(UnaryOperator<String> change) {
    return new Evidence(change.apply(before), change.apply(objections), change.apply(behind));
  }

  /** At most so many characters, or the objections where they alone have more. */
  String within(int most) {
    int room = objections.isEmpty() ? most : most - objections.length() - BETWEEN.length();
    return joined(cut(before, room), objections, cut(behind, room));
  }

  private static String cut(String text, int room) {
    if (text.length() <= room) {
      return text;
    }
    int end = room - 1;
    if (end <= 0) {
      return "";
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }

  private static String joined(String... parts) {
    return Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining(BETWEEN));
  }

  /** All of it. */
  @Override
  public String toString() {
    return joined(before, objections, behind);
  }
}

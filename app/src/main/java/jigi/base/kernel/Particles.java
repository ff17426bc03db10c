package jigi.base.kernel;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Korean particles that follow an argument. The catalogue writes both forms, {@code {name}이(가)};
 * the sound that the argument ends with decides for one. Where a Latin ending can be read either
 * way (slack and link), both stay.
 */
final class Particles {
  private static final Pattern BOTH =
      Pattern.compile("(이\\(가\\)|을\\(를\\)|은\\(는\\)|와\\(과\\)|\\(으\\)로)");
  private static final char FIRST_SYLLABLE = '가';
  private static final char LAST_SYLLABLE = '힣';
  private static final int FINALS = 28;
  private static final int RIEUL = 8;

  /** How the digits are read: 영 일 이 삼 사 오 육 칠 팔 구. */
  private static final String DIGITS = "영일이삼사오육칠팔구";

  /** Latin endings as syllables of the same kind: open, closed by ㄹ, closed by another sound. */
  private static final Pattern OPEN = Pattern.compile("(?i).*([aiouywsxfzhvrjq]|[^lmn]e)");

  private static final Pattern RIEUL_LATIN = Pattern.compile("(?i).*le?");
  private static final Pattern CLOSED = Pattern.compile("(?i).*[mn]e?");

  private Particles() {}

  /** The text with one form of each particle wherever the sound before it is known. */
  static String decide(String text) {
    Matcher both = BOTH.matcher(text);
    StringBuilder out = new StringBuilder();
    while (both.find()) {
      both.appendReplacement(out, Matcher.quoteReplacement(form(text, both)));
    }
    return both.appendTail(out).toString();
  }

  private static String form(String text, Matcher both) {
    char sound = sound(text, both.start());
    if (sound == 0) {
      return both.group();
    }
    int end = (sound - FIRST_SYLLABLE) % FINALS;
    boolean closed = end != 0;
    return switch (both.group()) {
      case "이(가)" -> closed ? "이" : "가";
      case "을(를)" -> closed ? "을" : "를";
      case "은(는)" -> closed ? "은" : "는";
      case "와(과)" -> closed ? "과" : "와";
      default -> closed && end != RIEUL ? "으로" : "로";
    };
  }

  /** The syllable spoken last before the place, past quotes and brackets; 0 when unknown. */
  private static char sound(String text, int before) {
    int at = before - 1;
    while (at >= 0 && "\"'”’)]}」".indexOf(text.charAt(at)) >= 0) {
      at--;
    }
    char last = at < 0 ? 0 : text.charAt(at);
    if (last >= '0' && last <= '9') {
      return DIGITS.charAt(last - '0');
    }
    return last >= FIRST_SYLLABLE && last <= LAST_SYLLABLE
        ? last
        : latin(text.substring(Math.max(0, at - 1), at + 1));
  }

  private static char latin(String ending) {
    if (OPEN.matcher(ending).matches()) {
      return '가';
    }
    if (RIEUL_LATIN.matcher(ending).matches()) {
      return '갈';
    }
    return CLOSED.matcher(ending).matches() ? '간' : 0;
  }
}

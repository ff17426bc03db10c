package jigi.present.api.prometheus;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of labels as they stand in the path of an address: {@code U__} and then the name, in which
 * an underscore is doubled and any other unusual character is its code point in hexadecimal digits
 * between underscores. See "values escaping" in Prometheus's API.
 */
final class EscapedName {
  private static final String PREFIX = "U__";
  private static final Pattern WHOLE =
      Pattern.compile("U__(?:[a-zA-Z0-9:]|__|_[0-9a-fA-F]{1,6}_)*");
  private static final Pattern ESCAPED = Pattern.compile("__|_([0-9a-fA-F]{1,6})_");

  private EscapedName() {}

  /** The name that is meant; one that is not escaped by the rules is meant as it stands. */
  static String read(String text) {
    if (!WHOLE.matcher(text).matches()) {
      return text;
    }
    Matcher escaped = ESCAPED.matcher(text.substring(PREFIX.length()));
    StringBuilder name = new StringBuilder();
    while (escaped.find()) {
      String character = character(escaped);
      if (character.isEmpty()) {
        return text;
      }
      escaped.appendReplacement(name, Matcher.quoteReplacement(character));
    }
    return escaped.appendTail(name).toString();
  }

  private static String character(MatchResult escaped) {
    String digits = escaped.group(1);
    if (digits == null) {
      return "_";
    }
    int code = Integer.parseInt(digits, 16);
    return Character.isValidCodePoint(code) ? Character.toString(code) : "";
  }
}

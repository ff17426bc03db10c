package jigi.operate.deploy.image;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code 1.9} before {@code 1.10}: numbers by their value, everything else as text. */
final class ByNumbers implements Comparator<String> {
  private static final Pattern PART = Pattern.compile("[0-9]+|[^0-9]+");

  @Override
  public int compare(String one, String other) {
    Matcher a = PART.matcher(one);
    Matcher b = PART.matcher(other);
    while (a.find()) {
      if (!b.find()) {
        return 1;
      }
      int order = part(a.group(), b.group());
      if (order != 0) {
        return order;
      }
    }
    return b.find() ? -1 : one.compareTo(other);
  }

  private static int part(String one, String other) {
    boolean numbers = Character.isDigit(one.charAt(0)) && Character.isDigit(other.charAt(0));
    return numbers ? new BigInteger(one).compareTo(new BigInteger(other)) : one.compareTo(other);
  }
}

package jigi.base.exec;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Known secrets, and how they are taken out of texts. */
public final class Mask {
  /** Shorter values would blacken half of every text. */
  private static final int SHORTEST = 4;

  private static final Pattern KEY_BEGINS =
      Pattern.compile("-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----");

  /** JSON web tokens, AWS's access keys, and lines that are Base64 as in a key's file. */
  private static final Pattern TOKENS =
      Pattern.compile(
          "eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]*"
              + "|(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])"
              + "|^[A-Za-z0-9+/]{60,76}={0,2}$");

  private final List<String> values;

  private Mask(List<String> values) {
    this.values = values;
  }

  /** Masks the values, each of their lines, and their Base64 and URL-encoded forms. */
  public static Mask of(Collection<String> secrets) {
    Set<String> values = new LinkedHashSet<>();
    for (String secret : secrets) {
      values.add(secret);
      secret.lines().filter(line -> line.length() >= 8).forEach(values::add);
      values.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
      values.add(base64(secret));
    }
    values.removeIf(value -> value.strip().length() < SHORTEST);
    return new Mask(
        values.stream().sorted(Comparator.comparing(String::length).reversed()).toList());
  }

  /** Of whole groups of three bytes only: the rest depends on what follows the secret. */
  private static String base64(String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    byte[] groups = java.util.Arrays.copyOf(bytes, bytes.length - bytes.length % 3);
    return Base64.getEncoder().encodeToString(groups);
  }

  /** What the shim has to look for, line by line; longest first. */
  List<String> values() {
    return values.stream().filter(value -> value.indexOf('\n') < 0).toList();
  }

  /**
   * Lines of which nobody knows what stands in them: without the secrets, and without what has the
   * shape of one, as output of steps is written.
   */
  public List<String> lines(List<String> lines) {
    List<String> masked = new ArrayList<>();
    boolean inKey = false;
    for (String line : lines) {
      Matcher begin = KEY_BEGINS.matcher(line);
      boolean begins = begin.find();
      String open = begins ? line.substring(0, begin.start()) + "***" : line;
      masked.add(inKey ? "***" : TOKENS.matcher(apply(open)).replaceAll("***"));
      inKey = (inKey || begins) && line.indexOf("PRIVATE KEY-----", begins ? begin.end() : 0) < 0;
    }
    return masked;
  }

  public String apply(String text) {
    String masked = text;
    for (String value : values) {
      masked = masked.replace(value, "***");
    }
    return masked;
  }
}

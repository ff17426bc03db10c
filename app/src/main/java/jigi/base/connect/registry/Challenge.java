package jigi.base.connect.registry;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a registry asks for before it answers, from its {@code WWW-Authenticate} (RFC 9110, section
 * 11.6.1).
 *
 * @param parameters of Bearer: realm, service, scope; names in lower case
 */
record Challenge(Scheme scheme, Map<String, String> parameters) {
  enum Scheme {
    BASIC,
    BEARER
  }

  private static final Pattern START = Pattern.compile("(?i)(?:^|,)\\s*(basic|bearer)(?=\\s|$)");
  private static final Pattern PARAMETER =
      Pattern.compile(
          "\\G[\\s,]*([A-Za-z0-9_-]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s,\"]+))");

  /** Of several the one by token, because it does not send the password everywhere; else null. */
  static @Nullable Challenge of(@Nullable String header) {
    Challenge basic = null;
    Matcher start = START.matcher(header == null ? "" : header);
    while (start.find()) {
      Map<String, String> parameters = parameters(header, start.end());
      if (start.group(1).toLowerCase(Locale.ROOT).equals("bearer")) {
        return new Challenge(Scheme.BEARER, parameters);
      }
      basic = new Challenge(Scheme.BASIC, parameters);
    }
    return basic;
  }

  private static Map<String, String> parameters(@Nullable String header, int from) {
    Map<String, String> all = new LinkedHashMap<>();
    Matcher each = PARAMETER.matcher(header == null ? "" : header);
    int at = from;
    while (at < each.regionEnd() && each.find(at) && each.start() == at) {
      String quoted = each.group(2);
      all.put(
          each.group(1).toLowerCase(Locale.ROOT),
          quoted == null ? each.group(3) : quoted.replaceAll("\\\\(.)", "$1"));
      at = each.end();
    }
    return all;
  }

  String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }
}

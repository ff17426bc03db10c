package jigi.operate.runbook.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jigi.base.kernel.Json;
import org.jspecify.annotations.Nullable;

/**
 * A request as a person writes it: expectations, then the line with method and target, headers, an
 * empty line and the body.
 *
 * @param target an address, or a path below the connection's
 * @param headers as written, {@code $NAME} in their values included
 * @param requestLine the line of the block on which method and target stand, from 0
 */
record HttpBlock(
    List<Line> expectations,
    String method,
    String target,
    Map<String, String> headers,
    String body,
    int requestLine,
    @Nullable Line fault) {
  static final Pattern NAME = Pattern.compile("\\$(?:([A-Z][A-Z0-9_]*)|\\{([A-Z][A-Z0-9_]*)\\})");

  private static final Pattern REQUEST =
      Pattern.compile("(GET|HEAD|OPTIONS|POST|PUT|PATCH|DELETE) +(\\S+)");
  private static final Pattern HEADER =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+): *(.*)"); // a token of RFC 9110
  private static final String EXPECT = "expect ";

  /** Text of the block with its line, from 0. */
  record Line(int number, String text) {}

  static HttpBlock parse(String source) {
    List<String> lines = source.lines().toList();
    List<Line> expectations = new ArrayList<>();
    int at = 0;
    while (at < lines.size() && (lines.get(at).isBlank() || lines.get(at).startsWith(EXPECT))) {
      if (!lines.get(at).isBlank()) {
        expectations.add(new Line(at, lines.get(at).substring(EXPECT.length()).strip()));
      }
      at++;
    }
    Matcher request = REQUEST.matcher(at < lines.size() ? lines.get(at).strip() : "");
    if (!request.matches()) {
      String wrong = at < lines.size() ? lines.get(at).strip() : "";
      return new HttpBlock(expectations, "", "", Map.of(), "", at, new Line(at, wrong));
    }
    int first = at++;
    Map<String, String> headers = new LinkedHashMap<>();
    Line fault = null;
    for (; at < lines.size() && !lines.get(at).isBlank(); at++) {
      Matcher header = HEADER.matcher(lines.get(at).strip());
      if (header.matches()) {
        headers.put(header.group(1), header.group(2));
      } else if (fault == null) {
        fault = new Line(at, lines.get(at).strip());
      }
    }
    String body = lines.stream().skip(at + 1L).collect(Collectors.joining("\n"));
    return new HttpBlock(
        expectations, request.group(1), request.group(2), headers, body, first, fault);
  }

  /** Whether the request asks only (RFC 9110, 9.2.1). */
  boolean safe() {
    return method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS");
  }

  /** Whether sending it twice has the effect of sending it once (RFC 9110, 9.2.2). */
  boolean repeatable() {
    return safe() || method.equals("PUT") || method.equals("DELETE") || header("idempotency-key");
  }

  boolean absolute() {
    return target.startsWith("http://") || target.startsWith("https://");
  }

  private boolean header(String name) {
    return headers.keySet().stream().anyMatch(one -> one.equalsIgnoreCase(name));
  }

  /** The target with values that cannot change its form. */
  String target(Map<String, String> values) {
    return filled(
        target,
        values,
        value -> URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"));
  }

  /** The headers with values that cannot begin another line. */
  Map<String, String> headers(Map<String, String> values) {
    Map<String, String> all = new LinkedHashMap<>();
    headers.forEach(
        (name, text) ->
            all.put(
                name, filled(text, values, value -> value.replaceAll("[\\r\\n\\x00-\\x1f]", " "))));
    return all;
  }

  /** The body with values as its type needs them: within JSON, within a form, or as they are. */
  String body(Map<String, String> values) {
    String type =
        headers.entrySet().stream()
            .filter(one -> one.getKey().equalsIgnoreCase("content-type"))
            .map(one -> one.getValue().toLowerCase(Locale.ROOT))
            .findFirst()
            .orElse("");
    if (type.contains("json")) {
      return filled(body, values, Json::escape);
    }
    return type.contains("x-www-form-urlencoded")
        ? filled(body, values, value -> URLEncoder.encode(value, StandardCharsets.UTF_8))
        : filled(body, values, UnaryOperator.identity());
  }

  private static String filled(
      String text, Map<String, String> values, UnaryOperator<String> form) {
    Matcher matcher = NAME.matcher(text);
    StringBuilder out = new StringBuilder();
    while (matcher.find()) {
      String value = values.get(name(matcher));
      String shown = value == null ? matcher.group() : form.apply(value);
      matcher.appendReplacement(out, Matcher.quoteReplacement(shown));
    }
    return matcher.appendTail(out).toString();
  }

  static String name(Matcher matcher) {
    return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
  }
}

package jigi.present.web;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Says codes in words. Events and runs hold codes as arguments; which groups of the catalogue a
 * code may come from depends on the argument's name alone. A code may name something behind a colon
 * ({@code alert:ShopDown}): its text then has {@code {name}}.
 */
final class Words {
  private static final Pattern CODE = Pattern.compile("[A-Za-z][A-Za-z0-9-]*");
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+\\.[0-9]+([eE][+-]?[0-9]+)?");

  private static final Map<String, List<String>> GROUPS =
      Map.ofEntries(
          Map.entry("from", List.of("status")),
          Map.entry("to", List.of("status")),
          Map.entry("status", List.of("status")),
          Map.entry("state", List.of("state")),
          Map.entry("outcome", List.of("run.step", "state")),
          Map.entry("severity", List.of("severity")),
          Map.entry("reason", List.of("run.end", "waiting", "reason")),
          Map.entry("evidence", List.of("run.end", "run.ask", "reason")),
          Map.entry("why", List.of("run.ask", "reason")),
          Map.entry("choice", List.of("choice")),
          Map.entry("trigger", List.of("trigger")),
          Map.entry("title", List.of("run.title")),
          Map.entry("step", List.of("run.title")),
          Map.entry("guard", List.of("guard")),
          Map.entry("by", List.of("by")),
          Map.entry("role", List.of("role")),
          Map.entry("field", List.of("incident.field")),
          Map.entry("stage", List.of("incident.stage")),
          Map.entry("theme", List.of("web.theme")),
          Map.entry("language", List.of("language")));

  private Words() {}

  /** The value in words; itself when it is no code of the argument. */
  static String say(Screen screen, String argument, String value) {
    int colon = value.indexOf(':');
    String code = colon < 0 ? value : value.substring(0, colon);
    if (CODE.matcher(code).matches()) {
      for (String group : GROUPS.getOrDefault(argument, List.of())) {
        String key = group + "." + code.toLowerCase(Locale.ROOT);
        if (screen.messages().has(key)) {
          String name = colon < 0 ? "" : value.substring(colon + 1).strip();
          return screen.text(key, Map.of("name", name)).strip();
        }
      }
    }
    return DECIMAL.matcher(value).matches() ? screen.number(Double.valueOf(value)) : value;
  }
}

package jigi.detect.discovery;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The connections that a draft names. */
final class DraftConnections {
  private final String system;
  private final Map<String, String> lines = new LinkedHashMap<>();
  private final Set<String> names = new HashSet<>();

  DraftConnections(String system) {
    this.system = system;
  }

  /** Adds one of that name, or of the next that is free, and gives the name. */
  String add(String wanted, String definition) {
    String name = DraftText.name(wanted, names);
    lines.put(name, definition);
    return name;
  }

  /** Where the password of an account will be found: the draft never holds one. */
  String password(String name) {
    String variable = (system + "_" + name + "_PASSWORD").toUpperCase(Locale.ROOT);
    return ", password: {env: " + variable.replaceAll("[^A-Z0-9]", "_") + "}";
  }

  /** The part of the manual; empty when there are none. */
  String text() {
    StringBuilder out = new StringBuilder();
    lines.forEach(
        (name, definition) ->
            out.append("  ").append(name).append(": ").append(definition).append('\n'));
    return out.isEmpty() ? "" : "\nconnections:\n" + out;
  }
}

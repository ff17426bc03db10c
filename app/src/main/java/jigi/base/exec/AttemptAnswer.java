package jigi.base.exec;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The line in which the shim tells an attempt's state. */
final class AttemptAnswer {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]*");

  private AttemptAnswer() {}

  /** The id, if it may name a folder. */
  static String checkedId(String id) {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("not an attempt's id: " + id);
    }
    return id;
  }

  static AttemptState parse(String line) {
    int space = line.indexOf(' ');
    String word = space < 0 ? line : line.substring(0, space);
    Map<String, String> fields = fields(space < 0 ? "" : line.substring(space + 1));
    return switch (word) {
      case "never" -> new AttemptState.NeverStarted();
      case "starting" -> new AttemptState.Running(null);
      case "running" -> new AttemptState.Running(millis(fields.get("at")));
      case "vanished" ->
          new AttemptState.Vanished(
              "1".equals(fields.get("reboot")),
              Integer.parseInt(fields.getOrDefault("alive", "0")));
      case "finished" -> new AttemptState.Finished(exit(fields));
      default -> new AttemptState.Unreachable("the shim answered '" + line + "'");
    };
  }

  private static Exit exit(Map<String, String> fields) {
    String code = fields.get("code");
    String signal = fields.get("signal");
    return new Exit(
        code == null ? null : Integer.valueOf(code),
        signal == null ? null : Integer.valueOf(signal),
        Exit.Why.valueOf(fields.getOrDefault("why", "end").toUpperCase(java.util.Locale.ROOT)),
        millis(fields.get("at")),
        Long.parseLong(fields.getOrDefault("bytes", "0")),
        fields.getOrDefault("note", ""));
  }

  private static @Nullable Instant millis(@Nullable String text) {
    return text == null || text.isEmpty() ? null : Instant.ofEpochMilli(Long.parseLong(text));
  }

  /** {@code a=1 b=2 note=the rest of the line}. */
  private static Map<String, String> fields(String text) {
    Map<String, String> fields = new HashMap<>();
    int note = text.indexOf("note=");
    String words = note < 0 ? text : text.substring(0, note);
    if (note >= 0) {
      fields.put("note", text.substring(note + 5).strip());
    }
    for (String word : words.split(" ", -1)) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        fields.put(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    return fields;
  }
}

package jigi.operate.notify;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one recipient reads.
 *
 * @param id of the delivery: the same at every attempt
 * @param replyTo id of the delivery that this one follows, for threads; null for the first
 * @param title one line
 * @param lines the facts, one a line
 * @param shortText all that matters in at most 140 characters
 * @param data the same for machines
 */
public record Message(
    String id,
    @Nullable String replyTo,
    String title,
    List<String> lines,
    String shortText,
    Map<String, String> data) {
  public Message {
    lines = List.copyOf(lines);
    data = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(data));
  }

  /** Text of others on one line: no control characters, no invisible direction marks. */
  public static String oneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]+", " ").strip();
  }

  public String body() {
    return String.join("\n", lines) + "\n";
  }
}

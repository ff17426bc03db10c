package jigi.operate.notify;

import java.util.List;
import java.util.Map;
import jigi.base.kernel.Hash;
import org.jspecify.annotations.Nullable;

/**
 * What one recipient reads.
 *
 * @param id of the delivery: the same at every attempt
 * @param replyTo the delivery that this one follows, for threads; null for the first
 * @param title one line
 * @param lines the facts, one a line
 * @param shortText all that matters in at most 140 characters
 * @param data the same for machines
 * @param attachments files for those whose channel carries some
 */
public record Message(
    String id,
    @Nullable Earlier replyTo,
    String title,
    List<String> lines,
    String shortText,
    Map<String, String> data,
    List<Attachment> attachments) {
  /** The fact that says what a button is called with which somebody takes it; for Slack's only. */
  public static final String BUTTON = "acknowledge";

  /**
   * A file.
   *
   * @param type as HTTP calls it, with its character set
   */
  public record Attachment(String name, String type, String text) {}

  public Message(
      String id,
      @Nullable Earlier replyTo,
      String title,
      List<String> lines,
      String shortText,
      Map<String, String> data) {
    this(id, replyTo, title, lines, shortText, data, List.of());
  }

  /**
   * What was said before about the same thing to the same recipient.
   *
   * @param id of the delivery
   * @param proof what the provider answered; null while it has not accepted
   */
  public record Earlier(String id, @Nullable String proof) {}

  public Message {
    lines = List.copyOf(lines);
    attachments = List.copyOf(attachments);
    data = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(data));
  }

  /**
   * What a provider is given as the name of all that is said of one group of alerts.
   *
   * @param group the group's {@code group-key}
   */
  public static String thread(String system, String group) {
    return Hash.of(system + "/" + group);
  }

  /** Text of others on one line: no control characters, no invisible direction marks. */
  public static String oneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]+", " ").strip();
  }

  /** Title and facts, cut where a provider takes no more. */
  public String text(int longest) {
    String all = oneLine(title) + "\n" + String.join("\n", lines);
    return cut(all, longest);
  }

  /** The first characters of a text, and a sign that there are more. */
  public static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = longest - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }

  public String body() {
    return String.join("\n", lines) + "\n";
  }
}

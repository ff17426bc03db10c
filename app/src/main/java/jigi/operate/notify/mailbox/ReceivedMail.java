package jigi.operate.notify.mailbox;

import java.time.Instant;
import java.util.List;

/**
 * A mail as it came in.
 *
 * @param subject decoded, one line
 * @param text the body, decoded
 */
public record ReceivedMail(
    Instant at,
    String messageId,
    String inReplyTo,
    String from,
    List<String> to,
    String subject,
    String text) {
  public ReceivedMail {
    to = List.copyOf(to);
  }
}

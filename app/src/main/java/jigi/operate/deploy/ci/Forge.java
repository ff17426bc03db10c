package jigi.operate.deploy.ci;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import jigi.base.kernel.UserError;
import org.jspecify.annotations.Nullable;

/** Who sends webhooks of CI. */
public sealed interface Forge permits GitHub, GitLab {
  /** {@code github}. */
  String key();

  /** Whether whoever sent it knows the secret. */
  boolean isGenuine(Delivery delivery, String secret);

  /**
   * Null for what says nothing of a chain.
   *
   * @throws UserError {@code bad-webhook}
   */
  @Nullable Report read(Delivery delivery);

  /** What the delivery calls itself, for the answer. */
  String event(Delivery delivery);

  /** A link that a page may show; empty for anything else. */
  static String link(JsonNode url) {
    String text = url.asText("");
    return text.matches("https?://[^\\s\"'<>]{1,500}") ? text : "";
  }

  static String need(JsonNode value, String name) {
    String text = value.asText("");
    if (text.isBlank() || text.length() > 200) {
      throw bad("'" + name + "' is missing or too long");
    }
    return text;
  }

  /** Null for none. */
  static @Nullable Instant instant(JsonNode value) {
    String text = value.asText("");
    if (text.isEmpty() || text.equals("null")) {
      return null;
    }
    try {
      // GitLab writes 2026-11-22 01:02:03 UTC, or with an offset.
      String iso = text.replaceFirst(" UTC$", "Z").replaceFirst("^(\\S+) (\\S+)$", "$1T$2");
      return java.time.OffsetDateTime.parse(iso.replaceFirst(" ([+-]\\d\\d):?(\\d\\d)$", "$1:$2"))
          .toInstant();
    } catch (DateTimeParseException e) {
      throw bad("this is no time ('" + text + "')");
    }
  }

  static UserError bad(String fact) {
    return new UserError("bad-webhook", fact, "send what GitHub or GitLab documents");
  }
}

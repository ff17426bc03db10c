package jigi.operate.notify;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import jigi.base.kernel.Language;
import jigi.base.kernel.UserError;
import org.jspecify.annotations.Nullable;

/** What is known of systems, their people and what a message is about, at this moment. */
interface Directory {
  @Nullable NotifySettings settings(String system);

  default @Nullable Channel channel(String system, String name) {
    NotifySettings settings = settings(system);
    return settings == null ? null : settings.channels().get(name);
  }

  /** In which the system's day begins. */
  ZoneId zone(String system);

  /**
   * Reads a time that somebody typed: an instant, or one of the system's clock.
   *
   * @throws UserError {@code bad-time}
   */
  default Instant time(String system, String text) {
    try {
      return text.endsWith("Z")
          ? Instant.parse(text)
          : LocalDateTime.parse(text.strip().replace(' ', 'T')).atZone(zone(system)).toInstant();
    } catch (DateTimeException e) {
      throw new UserError(
          "bad-time",
          "not a time ('" + text + "')",
          "write for example 2026-03-02T18:00, in the system's zone");
    }
  }

  /** The person's language; the system's for nobody in particular. */
  Language language(String system, @Nullable Person person);

  MessageWriter.Known known(Delivery delivery);
}

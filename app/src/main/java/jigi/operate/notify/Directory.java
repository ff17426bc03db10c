package jigi.operate.notify;

import java.time.ZoneId;
import jigi.base.kernel.Language;
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

  /** The person's language; the system's for nobody in particular. */
  Language language(String system, @Nullable Person person);

  MessageWriter.Known known(Delivery delivery);
}

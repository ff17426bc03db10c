package jigi.operate.notify;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jigi.base.kernel.Ids;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The deliveries of the table {@code delivery} that wait for their channel's limit. */
final class HeldRepository {
  private static final String TO =
      " FROM delivery WHERE system = :system AND channel = :channel AND state ";

  private HeldRepository() {}

  /**
   * Where messages go that count together.
   *
   * @param person null for a channel that all share
   */
  record Address(String system, String channel, @Nullable String person) {
    private Map<String, String> bindings() {
      Map<String, String> all = new HashMap<>(Map.of("system", system, "channel", channel));
      if (person != null) {
        all.put("person", person);
      }
      return all;
    }

    private String where() {
      return person == null ? "" : " AND person = :person";
    }
  }

  static void hold(Handle handle, Delivery delivery) {
    DeliveryRepository.insert(handle, delivery);
    DeliveryRepository.update(handle, delivery.id(), Delivery.Progress.HELD);
  }

  static boolean isWaiting(Handle handle, Address address) {
    return handle
            .createQuery("SELECT COUNT(*)" + TO + "= 'held'" + address.where())
            .bindMap(address.bindings())
            .mapTo(Long.class)
            .one()
        > 0;
  }

  /** When the last but so many message was made that was not held back; null for fewer. */
  static @Nullable Instant sent(Handle handle, Address address, int times) {
    return handle
        .createQuery(
            "SELECT created_at"
                + TO
                + "NOT IN ('held', 'bundled')"
                + address.where()
                + " ORDER BY created_at DESC LIMIT 1 OFFSET :before")
        .bindMap(address.bindings())
        .bind("before", times - 1)
        .map((row, context) -> Ids.instant(row.getLong("created_at")))
        .findFirst()
        .orElse(null);
  }

  /** What waits, oldest first. */
  static List<Delivery> of(Handle handle, Address address) {
    return handle
        .createQuery("SELECT *" + TO + "= 'held'" + address.where() + " ORDER BY created_at, id")
        .bindMap(address.bindings())
        .map((row, context) -> DeliveryRepository.read(row))
        .list();
  }

  /** All that waits, oldest first. */
  static List<Delivery> waiting(Handle handle) {
    return handle
        .createQuery("SELECT * FROM delivery WHERE state = 'held' ORDER BY created_at, id")
        .map((row, context) -> DeliveryRepository.read(row))
        .list();
  }

  /** They are told in a digest, which tells of their alerts, too. */
  static void bundle(Handle handle, List<Delivery> held, String digest) {
    for (Delivery one : held) {
      DeliveryRepository.update(handle, one.id(), Delivery.Progress.BUNDLED);
      handle
          .createUpdate(
              "INSERT INTO delivery_alert (delivery_id, alert_id) SELECT :digest, alert_id FROM"
                  + " delivery_alert WHERE delivery_id = :held AND alert_id NOT IN (SELECT alert_id"
                  + " FROM delivery_alert WHERE delivery_id = :digest)")
          .bind("digest", digest)
          .bind("held", one.id())
          .execute();
    }
  }
}

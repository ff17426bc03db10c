package jigi.base.access;

import java.time.Duration;
import java.time.Instant;
import jigi.base.kernel.Hash;
import jigi.base.kernel.Ids;
import org.jdbi.v3.core.Handle;

/**
 * Makes guessing slow without ever locking anybody out for good: after a few free tries each
 * failure doubles the wait, to a quarter of an hour at most; an hour without failures forgives all.
 */
final class ThrottleRepository {
  private static final int FREE_PER_ACCOUNT = 3;
  private static final int FREE_PER_ADDRESS = 10;
  private static final Duration LONGEST = Duration.ofMinutes(15);
  private static final Duration FORGIVEN = Duration.ofHours(1);

  private ThrottleRepository() {}

  static String account(String name) {
    // Hashed, because people type passwords into the wrong field.
    return "account:" + Hash.of(name);
  }

  /** An IPv6 client owns its /64, so that is what is counted. */
  static String address(String address) {
    if (!address.contains(":")) {
      return "address:" + address;
    }
    try {
      byte[] bytes = java.net.InetAddress.ofLiteral(address).getAddress();
      return "address:" + java.util.HexFormat.of().formatHex(bytes, 0, Math.min(8, bytes.length));
    } catch (IllegalArgumentException e) {
      return "address:unreadable";
    }
  }

  /** How long the subject still has to wait; zero when it may try. */
  static Duration wait(Handle handle, String subject, Instant now) {
    long until =
        handle
            .createQuery("SELECT until_at FROM access_throttle WHERE subject = :subject")
            .bind("subject", subject)
            .mapTo(Long.class)
            .findOne()
            .orElse(0L);
    Duration wait = Duration.between(now, Ids.instant(until));
    return wait.isPositive() ? wait : Duration.ZERO;
  }

  static void failed(Handle handle, String subject, Instant now) {
    handle.execute(
        "DELETE FROM access_throttle WHERE failed_at < ?", Ids.micros(now.minus(FORGIVEN)));
    long failures =
        1
            + handle
                .createQuery("SELECT failures FROM access_throttle WHERE subject = :subject")
                .bind("subject", subject)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    handle
        .createUpdate(
            "INSERT INTO access_throttle (subject, failures, failed_at, until_at)"
                + " VALUES (:subject, :failures, :now, :until) ON CONFLICT (subject) DO UPDATE SET"
                + " failures = excluded.failures, failed_at = excluded.failed_at,"
                + " until_at = excluded.until_at")
        .bind("subject", subject)
        .bind("failures", failures)
        .bind("now", Ids.micros(now))
        .bind("until", Ids.micros(now.plus(pause(subject, failures))))
        .execute();
  }

  static void forgive(Handle handle, String subject) {
    handle.execute("DELETE FROM access_throttle WHERE subject = ?", subject);
  }

  /** Whether the account has signed in from there before. */
  static boolean isKnown(Handle handle, String user, String address) {
    return handle
        .createQuery(
            "SELECT 1 FROM access_known_address WHERE user_id = :user AND address = :address")
        .bind("user", user)
        .bind("address", address)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  static void know(Handle handle, String user, String address, Instant now) {
    handle
        .createUpdate(
            "INSERT INTO access_known_address (user_id, address, seen_at)"
                + " VALUES (:user, :address, :now)"
                + " ON CONFLICT (user_id, address) DO UPDATE SET seen_at = excluded.seen_at")
        .bind("user", user)
        .bind("address", address)
        .bind("now", Ids.micros(now))
        .execute();
  }

  private static Duration pause(String subject, long failures) {
    int free = subject.startsWith("account:") ? FREE_PER_ACCOUNT : FREE_PER_ADDRESS;
    if (failures < free) {
      return Duration.ZERO;
    }
    Duration pause = Duration.ofSeconds(1L << Math.min(failures - free, 20));
    return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
  }
}

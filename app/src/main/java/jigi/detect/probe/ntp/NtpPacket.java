package jigi.detect.probe.ntp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * A packet of version 4 of the Network Time Protocol (RFC 5905, section 7.3), as a client without
 * memory uses it (section 14).
 *
 * @param leap 3 says that the server's clock is not synchronised
 * @param mode 4 is a server's answer
 * @param stratum 0 is a refusal, whose reason is {@code reference}
 * @param rootDispersion in seconds
 * @param reference four letters of a refusal
 * @param originate what we sent as {@code transmit}
 */
record NtpPacket(
    int leap,
    int mode,
    int stratum,
    double rootDispersion,
    String reference,
    long originate,
    long receive,
    long transmit) {
  static final int LENGTH = 48;

  /** Version 4, mode 3: a client. */
  private static final byte CLIENT = 4 << 3 | 3;

  /** Between 1900, where NTP begins to count, and 1970. */
  private static final long TO_UNIX = 2_208_988_800L;

  /** An era of NTP has 2^32 seconds; the first ends in 2036. */
  private static final long ERA = 1L << 32;

  static byte[] request(long transmit) {
    ByteBuffer packet = ByteBuffer.allocate(LENGTH);
    packet.put(0, CLIENT);
    packet.putLong(40, transmit);
    return packet.array();
  }

  /** Of at least {@link #LENGTH} bytes. */
  static NtpPacket read(byte[] bytes) {
    ByteBuffer packet = ByteBuffer.wrap(bytes);
    int first = packet.get(0) & 0xff;
    return new NtpPacket(
        first >> 6,
        first & 7,
        packet.get(1) & 0xff,
        (packet.getInt(8) & 0xffffffffL) / 65536.0,
        new String(bytes, 12, 4, StandardCharsets.ISO_8859_1).replace("\0", "").strip(),
        packet.getLong(24),
        packet.getLong(32),
        packet.getLong(40));
  }

  /** Seconds and 2^-32 of one, in the current era. */
  static long stamp(Instant at) {
    long seconds = at.getEpochSecond() + TO_UNIX;
    long fraction = ((long) at.getNano() << 32) / 1_000_000_000L;
    return seconds << 32 | fraction;
  }

  /** The instant within 68 years of the one given. */
  static Instant instant(long stamp, Instant near) {
    long seconds = stamp >>> 32;
    long nanos = (stamp & 0xffffffffL) * 1_000_000_000L >>> 32;
    long unix = seconds - TO_UNIX;
    long eras = Math.round((near.getEpochSecond() - unix) / (double) ERA);
    return Instant.ofEpochSecond(unix + eras * ERA, nanos);
  }

  /** How far the server's clock is ahead of ours, in seconds. */
  double offset(Instant sent, Instant received) {
    Duration there = Duration.between(sent, instant(receive, sent));
    Duration back = Duration.between(received, instant(transmit, received));
    return seconds(there.plus(back)) / 2;
  }

  /** How long both ways took, in seconds; never below zero, whatever the clocks' grain. */
  double delay(Instant sent, Instant received) {
    Duration held = Duration.between(instant(receive, sent), instant(transmit, sent));
    return Math.max(0, seconds(Duration.between(sent, received).minus(held)));
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}

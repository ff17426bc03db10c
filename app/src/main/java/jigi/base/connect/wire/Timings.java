package jigi.base.connect.wire;

/**
 * How long the phases of one exchange took, in nanoseconds; 0 for a phase that did not happen.
 * Several hops add up.
 *
 * @param resolve name to address
 * @param connect TCP handshake
 * @param tls TLS handshake
 * @param processing from the request's last byte to the answer's first
 * @param transfer from the answer's first byte to its last
 */
public record Timings(long resolve, long connect, long tls, long processing, long transfer) {
  public static final Timings NONE = new Timings(0, 0, 0, 0, 0);

  public Timings plus(Timings other) {
    return new Timings(
        resolve + other.resolve,
        connect + other.connect,
        tls + other.tls,
        processing + other.processing,
        transfer + other.transfer);
  }
}

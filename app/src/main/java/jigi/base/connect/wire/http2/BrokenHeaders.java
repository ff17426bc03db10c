package jigi.base.connect.wire.http2;

/** A server's headers are not what RFC 7541 says; the message tells what they hold. */
final class BrokenHeaders extends Exception {
  private static final long serialVersionUID = 1;

  BrokenHeaders(String message) {
    super(message);
  }
}

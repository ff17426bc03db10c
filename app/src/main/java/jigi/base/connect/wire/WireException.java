package jigi.base.connect.wire;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import jigi.base.kernel.Status;
import org.jspecify.annotations.Nullable;

/** Talking to a target did not work; says whose fault that is. */
public final class WireException extends Exception {
  private static final long serialVersionUID = 1;

  private final Status status;
  private final boolean sent;

  private WireException(Status status, String evidence, @Nullable Throwable cause) {
    this(status, evidence, cause, false);
  }

  private WireException(Status status, String evidence, @Nullable Throwable cause, boolean sent) {
    super(evidence, cause);
    this.status = status;
    this.sent = sent;
  }

  /** The same trouble, of a request that the target may have got. */
  WireException sent() {
    return new WireException(status, evidence(), this, true);
  }

  /** Whether the target may have got the request, and done what it asks. */
  public boolean afterSending() {
    return sent;
  }

  /** The target's fault. */
  public static WireException fail(String evidence) {
    return new WireException(Status.FAIL, evidence, null);
  }

  /** Ours: nothing can be said about the target. */
  public static WireException unknown(String evidence) {
    return new WireException(Status.UNKNOWN, evidence, null);
  }

  /**
   * Tells by the system's own words. A network that this machine has no route to is ours; a host
   * that does not answer on a reachable network is the target's.
   *
   * @param doing {@code connecting to 10.0.0.5:80}
   */
  public static WireException of(String doing, IOException e) {
    String message = String.valueOf(e.getMessage());
    String lower = message.toLowerCase(Locale.ROOT);
    if (e instanceof SocketTimeoutException) {
      return new WireException(Status.FAIL, "timed out " + doing, e);
    }
    if (e instanceof ConnectException && lower.contains("refused")) {
      return new WireException(Status.FAIL, "connection refused " + doing, e);
    }
    if (isOurs(e, lower)) {
      return new WireException(Status.UNKNOWN, message + " " + doing, e);
    }
    if (e instanceof SSLException) {
      return new WireException(Status.FAIL, "TLS: " + rootMessage(e) + " " + doing, e);
    }
    return new WireException(Status.FAIL, message + " " + doing, e);
  }

  private static boolean isOurs(IOException e, String lower) {
    return lower.contains("network is unreachable")
        || lower.contains("network is down")
        || lower.contains("too many open files")
        || lower.contains("cannot assign requested address")
        || lower.contains("permission denied")
        || lower.contains("protocol family unavailable")
        || (e instanceof NoRouteToHostException && lower.contains("cannot assign"))
        || (e instanceof SocketException && lower.contains("closed by interrupt"));
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null ? root.getClass().getSimpleName() : message;
  }

  /** FAIL or UNKNOWN. */
  public Status status() {
    return status;
  }

  public String evidence() {
    return String.valueOf(getMessage());
  }
}

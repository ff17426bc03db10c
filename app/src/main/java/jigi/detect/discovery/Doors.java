package jigi.detect.discovery;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be reached from the machine that the draft is made on. */
public interface Doors {
  /** Knocks nowhere. */
  Doors SHUT =
      new Doors() {
        @Override
        public boolean open(String host, int port) {
          return false;
        }

        @Override
        public @Nullable Served served(String host, int port) {
          return null;
        }
      };

  /** Whether something accepts connections there. */
  boolean open(String host, int port) throws InterruptedException;

  /** The certificate that a server shows; null when it speaks no TLS. */
  @Nullable Served served(String host, int port) throws InterruptedException;

  /**
   * A certificate.
   *
   * @param names that it is for
   * @param trusted whether this machine trusts it, whatever the name
   * @param digest SHA-256
   */
  record Served(List<String> names, Instant until, boolean trusted, String digest) {
    /** A name that a client may ask for; empty when it is for none. */
    String name() {
      return names.isEmpty() ? "" : names.getFirst().replace("*.", "www.");
    }
  }
}

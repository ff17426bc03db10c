package jigi.base.access;

import java.util.Locale;

/** The one thing that a token is good for. */
public enum Scope {
  /** Reads: the query API, {@code /federate}, and pages of its system. */
  QUERY,
  /** Remote write and import of samples. */
  INGEST,
  /** Signals of life. */
  HEARTBEAT,
  /** Alerts and deployments reported from outside. */
  WEBHOOK,
  /** The command line, with all grants of the token's user. */
  CLI;

  /** As stored and shown: {@code query}. */
  public String tag() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Scope of(String tag) {
    return valueOf(tag.toUpperCase(Locale.ROOT));
  }
}

package jigi.detect.probe.log;

/**
 * How often something occurs in an access log.
 *
 * @param name the client, the path, the status, or client, path and status of what was refused
 * @param micros that the requests took together; 0 where the log does not tell
 */
record Tally(What what, String name, long lines, long micros) {
  /** What stands for all names that there is no room for. */
  static final String OTHERS = "…";

  /** What is counted. */
  enum What {
    STATUS,
    CLIENT,
    PATH,
    /** A request that was answered with 4xx or 5xx. */
    REFUSED;

    String key() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  Tally plus(Tally more) {
    return new Tally(what, name, lines + more.lines, micros + more.micros);
  }
}

package jigi.base.run;

/**
 * What an attempt needs on a host that only so many runs may work on at once.
 *
 * @param system whose manual limits it
 * @param host as the manual names it
 * @param limit so many runs at once
 * @param rank lower ones go first: 0 ends what has begun, 1 a person or an alert, 2 a schedule
 */
record HostTurn(String system, String host, int limit, int rank) {
  /** The same name in another manual is another host. */
  String key() {
    return system + "/" + host;
  }

  static int rank(Purpose purpose, Trigger first) {
    return switch (purpose) {
      case VERIFY, UNDO, PROBE, GOAL -> 0;
      case ACT, BEFORE -> first.kind().equals("schedule") ? 2 : 1;
    };
  }
}

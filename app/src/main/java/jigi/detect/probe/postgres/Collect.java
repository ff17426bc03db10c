package jigi.detect.probe.postgres;

import java.util.List;

/** The sections by the names that manuals give them, with the subjects that each measures. */
enum Collect {
  CONNECTIONS(Activity::connections, "connections", "connections-ratio", "idle-in-transaction"),
  LOCKS(Activity::locks, "blocked", "blocked-time"),
  REPLICATION(Replication::measure, "standbys", "lag", "lag-bytes", "slot-bytes"),
  WRAPAROUND(Sizes::wraparound, "wraparound"),
  DATABASES(Sizes::databases, "size"),
  TABLES(Sizes::tables, "dead-ratio"),
  STATEMENTS(Statements::measure, "mean-query"),
  INDEXES(Indexes::measure, "invalid-indexes", "unused-indexes", "duplicate-indexes");

  /** Those that cost next to nothing, so that a probe may ask every few seconds. */
  static final List<Collect> USUAL = List.of(CONNECTIONS, LOCKS, REPLICATION, WRAPAROUND);

  private final Section section;
  private final String[] subjects;

  Collect(Section section, String... subjects) {
    this.section = section;
    this.subjects = subjects;
  }

  Section section() {
    return section;
  }

  String[] subjects() {
    return subjects.clone();
  }
}

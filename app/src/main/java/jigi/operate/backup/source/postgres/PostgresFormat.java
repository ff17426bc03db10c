package jigi.operate.backup.source.postgres;

import java.util.List;

/** What {@code pg_dump} writes. */
enum PostgresFormat {
  /** An archive, which {@code pg_restore} reads. */
  CUSTOM(List.of("--format=custom", "--compress=0")),
  /** Statements, which {@code psql} reads. */
  SQL(List.of("--format=plain"));

  private final List<String> options;

  PostgresFormat(List<String> options) {
    this.options = options;
  }

  List<String> options() {
    return options;
  }
}

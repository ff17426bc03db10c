package jigi.detect.probe.postgres;

import java.util.List;
import jigi.detect.probe.SampleName;

/** What the probe yields; names are those of postgres_exporter where they mean the same. */
final class PostgresSamples {
  static final List<SampleName> ALL =
      List.of(
          SampleName.of(
              "probe_sql_connect_duration_seconds", "seconds", "Time until the session was open."),
          SampleName.of("probe_sql_query_duration_seconds", "seconds", "Time of the query."),
          SampleName.of(
              "pg_stat_activity_count",
              "count",
              "Client sessions by database and state.",
              "datname",
              "state"),
          SampleName.of(
              "pg_stat_activity_max_tx_duration",
              "seconds",
              "Age of the oldest transaction by database and state.",
              "datname",
              "state"),
          SampleName.of("pg_settings_max_connections", "count", "The server's limit."),
          SampleName.of(
              "pg_connections_used_ratio", "ratio", "Client sessions of what accounts may open."),
          SampleName.of(
              "pg_idle_in_transaction_seconds",
              "seconds",
              "How long a session has been idle within a transaction, the longest."),
          SampleName.of("pg_locks_count", "count", "Locks by database.", "datname", "mode"),
          SampleName.of("pg_blocked_sessions", "count", "Sessions that wait for another's lock."),
          SampleName.of(
              "pg_blocked_seconds", "seconds", "How long the longest of them has been waiting."),
          SampleName.of("pg_replication_is_replica", "state", "1 on a standby."),
          SampleName.of(
              "pg_replication_lag_seconds",
              "seconds",
              "How far a standby is behind; on a standby."),
          SampleName.of(
              "pg_replication_receiver_up", "state", "1 when a standby receives; on a standby."),
          SampleName.of(
              "pg_stat_replication_pg_wal_lsn_diff",
              "bytes",
              "What a standby has not replayed yet; on a primary.",
              "application_name",
              "client_addr",
              "state"),
          SampleName.of("pg_replication_slots_active", "state", "1 when in use.", "slot_name"),
          SampleName.of(
              "pg_replication_slots_pg_wal_lsn_diff",
              "bytes",
              "WAL that a slot keeps from being removed.",
              "slot_name"),
          SampleName.of(
              "pg_database_datfrozenxid_age",
              "count",
              "Transactions since the oldest that is not frozen.",
              "datname"),
          SampleName.of(
              "pg_wraparound_used_ratio",
              "ratio",
              "Of the 2^31 transactions or multixacts until wraparound, the worst database."),
          SampleName.of("pg_database_size_bytes", "bytes", "Size on disk.", "datname"),
          SampleName.of(
              "pg_stat_user_tables_size_bytes",
              "bytes",
              "A table with its indexes and TOAST.",
              "datname",
              "schemaname",
              "relname"),
          SampleName.of(
              "pg_stat_user_tables_n_live_tup",
              "count",
              "Live rows, estimated.",
              "datname",
              "schemaname",
              "relname"),
          SampleName.of(
              "pg_stat_user_tables_n_dead_tup",
              "count",
              "Dead rows, estimated.",
              "datname",
              "schemaname",
              "relname"),
          SampleName.of(
              "pg_stat_user_tables_seq_scan",
              "count",
              "Sequential scans.",
              "datname",
              "schemaname",
              "relname"),
          SampleName.of(
              "pg_stat_user_tables_idx_scan",
              "count",
              "Index scans.",
              "datname",
              "schemaname",
              "relname"),
          SampleName.of(
              "pg_stat_statements_calls_total",
              "count",
              "Executions of a query.",
              "datname",
              "user",
              "queryid"),
          SampleName.of(
              "pg_stat_statements_seconds_total",
              "seconds",
              "Time that they took.",
              "datname",
              "user",
              "queryid"),
          SampleName.of(
              "pg_stat_statements_query_id",
              "state",
              "1; tells a query's text, its constants taken out.",
              "queryid",
              "query"),
          SampleName.of(
              "pg_statements_calls_total", "count", "Executions of all queries.", "datname"),
          SampleName.of(
              "pg_statements_seconds_total", "seconds", "Time of all queries.", "datname"),
          SampleName.of("pg_indexes_invalid", "count", "Indexes that are not valid.", "datname"),
          SampleName.of(
              "pg_indexes_unused",
              "count",
              "Indexes never scanned since statistics began, constraints left out.",
              "datname"),
          SampleName.of("pg_indexes_unused_bytes", "bytes", "The room that these take.", "datname"),
          SampleName.of(
              "pg_indexes_duplicate", "count", "Indexes that equal another one.", "datname"),
          SampleName.of(
              "pg_stat_user_indexes_idx_scan",
              "count",
              "Scans of an index.",
              "datname",
              "schemaname",
              "relname",
              "indexrelname"),
          SampleName.of(
              "pg_index_size_bytes",
              "bytes",
              "Size of an index.",
              "datname",
              "schemaname",
              "relname",
              "indexrelname"));

  private PostgresSamples() {}
}

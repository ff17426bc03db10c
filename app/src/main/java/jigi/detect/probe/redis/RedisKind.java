package jigi.detect.probe.redis;

import java.util.List;
import java.util.Set;
import jigi.base.config.Field;
import jigi.base.config.Problems;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.detect.probe.Check;
import jigi.detect.probe.ProbeKind;
import jigi.detect.probe.SampleName;
import jigi.detect.probe.expect.Expectation;
import jigi.detect.probe.expect.Expectations;

/** Asks Redis for PONG, and reads what it tells about itself. */
public final class RedisKind implements ProbeKind {
  private static final Set<String> SUBJECTS =
      Set.of(
          "time",
          "memory",
          "memory-ratio",
          "hit-ratio",
          "evicted",
          "clients",
          "rejected",
          "keys",
          "last-save-ok",
          "last-save-age",
          "unsaved",
          "aof-ok",
          "replicas",
          "master-link");

  private static final Field<String> CONNECTION =
      Field.required("redis", Shapes.name(), "The connection, one of 'connections'.");
  private static final Field<List<Expectation>> EXPECT =
      Expectations.field(
          SUBJECTS,
          "What the server must be like.",
          "last-save-ok == 1",
          "aof-ok == 1",
          "master-link == 1");

  @Override
  public String name() {
    return "redis";
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(CONNECTION, EXPECT);
  }

  @Override
  public Check configure(Values values, Problems problems) {
    return new RedisCheck(values.get(CONNECTION), values.get(EXPECT));
  }

  @Override
  public List<SampleName> samples() {
    return List.of(
        SampleName.of("redis_ping_duration_seconds", "seconds", "Time until PONG."),
        SampleName.of("redis_memory_used_bytes", "bytes", "Memory for data and buffers."),
        SampleName.of("redis_memory_max_bytes", "bytes", "maxmemory; absent without a limit."),
        SampleName.of("redis_memory_used_ratio", "ratio", "Of maxmemory; absent without one."),
        SampleName.of("redis_keyspace_hits_total", "count", "Reads that found a key."),
        SampleName.of("redis_keyspace_misses_total", "count", "Reads that found none."),
        SampleName.of("redis_keyspace_hit_ratio", "ratio", "Hits of all reads since its start."),
        SampleName.of("redis_evicted_keys_total", "count", "Keys dropped for want of memory."),
        SampleName.of("redis_expired_keys_total", "count", "Keys whose time was up."),
        SampleName.of("redis_connected_clients", "count", "Clients."),
        SampleName.of("redis_blocked_clients", "count", "Clients in a blocking command."),
        SampleName.of("redis_rejected_connections_total", "count", "Refused by maxclients."),
        SampleName.of("redis_commands_processed_total", "count", "Commands."),
        SampleName.of("redis_uptime_in_seconds", "seconds", "Since its start."),
        SampleName.of("redis_db_keys", "count", "Keys.", "db"),
        SampleName.of("redis_rdb_last_save_timestamp_seconds", "timestamp", "Last good RDB save."),
        SampleName.of("redis_rdb_last_bgsave_status", "state", "1 when the last save worked."),
        SampleName.of("redis_rdb_changes_since_last_save", "count", "Changes not saved by RDB."),
        SampleName.of("redis_aof_enabled", "state", "1 with an append-only file."),
        SampleName.of("redis_aof_last_write_status", "state", "1 when the last write worked."),
        SampleName.of("redis_aof_last_bgrewrite_status", "state", "1 when the last one worked."),
        SampleName.of("redis_connected_slaves", "count", "Replicas."),
        SampleName.of("redis_master_link_up", "state", "1 when a replica has its master."),
        SampleName.of(
            "redis_master_last_io_seconds_ago", "seconds", "Since the master was last heard."));
  }
}

package jigi.detect.probe.redis;

import java.util.HashMap;
import java.util.Map;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.Measured;

/** What the command INFO tells: lines of {@code name:value} (redis.io/commands/info). */
final class Info {
  /** What comes from here. */
  static final String[] SUBJECTS = {
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
    "master-link"
  };

  private final Map<String, String> lines = new HashMap<>();

  Info(String text) {
    for (String line : text.split("\r?\n")) {
      int colon = line.indexOf(':');
      if (colon > 0 && !line.startsWith("#")) {
        lines.put(line.substring(0, colon), line.substring(colon + 1));
      }
    }
  }

  void into(Measured measured, CheckContext context) {
    memory(measured);
    reads(measured);
    clients(measured);
    keys(measured);
    persistence(measured, context);
    replication(measured);
  }

  private void memory(Measured measured) {
    double used = number("used_memory");
    double max = number("maxmemory");
    measured.number("memory", used);
    measured.sample("redis_memory_used_bytes", used);
    if (max > 0) {
      measured.number("memory-ratio", used / max);
      measured.sample("redis_memory_max_bytes", max);
      measured.sample("redis_memory_used_ratio", used / max);
      measured.remark(Math.round(used / max * 100) + "% of maxmemory");
    } else {
      measured.gap("maxmemory is not set", "memory-ratio");
      measured.remark(Math.round(used / 1024 / 1024) + " MiB");
    }
  }

  private void reads(Measured measured) {
    double hits = number("keyspace_hits");
    double misses = number("keyspace_misses");
    measured.sample("redis_keyspace_hits_total", hits);
    measured.sample("redis_keyspace_misses_total", misses);
    if (hits + misses > 0) {
      double ratio = hits / (hits + misses);
      measured.number("hit-ratio", ratio);
      measured.sample("redis_keyspace_hit_ratio", ratio);
      measured.remark(Math.round(ratio * 100) + "% hits");
    } else {
      measured.gap("nothing has been read yet", "hit-ratio");
    }
    measured.number("evicted", number("evicted_keys"));
    measured.sample("redis_evicted_keys_total", number("evicted_keys"));
    measured.sample("redis_expired_keys_total", number("expired_keys"));
  }

  private void clients(Measured measured) {
    measured.number("clients", number("connected_clients"));
    measured.number("rejected", number("rejected_connections"));
    measured.sample("redis_connected_clients", number("connected_clients"));
    measured.sample("redis_blocked_clients", number("blocked_clients"));
    measured.sample("redis_rejected_connections_total", number("rejected_connections"));
    measured.sample("redis_commands_processed_total", number("total_commands_processed"));
    measured.sample("redis_uptime_in_seconds", number("uptime_in_seconds"));
  }

  private void keys(Measured measured) {
    double all = 0;
    for (int db = 0; db < 1000; db++) {
      String line = lines.get("db" + db);
      if (line != null && line.startsWith("keys=")) {
        double keys = Double.parseDouble(line.substring(5, line.indexOf(',')));
        all += keys;
        measured.sample("redis_db_keys", keys, "db", "db" + db);
      }
    }
    measured.number("keys", all);
  }

  private void persistence(Measured measured, CheckContext context) {
    if (number("loading") == 1) {
      measured.remark("it is loading its data");
    }
    double saved = number("rdb_last_save_time");
    measured.sample("redis_rdb_last_save_timestamp_seconds", saved + context.ahead().toSeconds());
    measured.number("last-save-age", context.now().minus(context.ahead()).getEpochSecond() - saved);
    measured.number("unsaved", number("rdb_changes_since_last_save"));
    measured.sample("redis_rdb_changes_since_last_save", number("rdb_changes_since_last_save"));
    measured.number("last-save-ok", ok("rdb_last_bgsave_status"));
    measured.sample("redis_rdb_last_bgsave_status", ok("rdb_last_bgsave_status"));
    double aof = number("aof_enabled");
    measured.sample("redis_aof_enabled", aof);
    if (aof == 1) {
      double write = ok("aof_last_write_status");
      double rewrite = ok("aof_last_bgrewrite_status");
      measured.sample("redis_aof_last_write_status", write);
      measured.sample("redis_aof_last_bgrewrite_status", rewrite);
      measured.number("aof-ok", Math.min(write, rewrite));
    } else {
      measured.number("aof-ok", 1);
    }
  }

  /** A master has no master to lose. */
  private void replication(Measured measured) {
    measured.number("replicas", number("connected_slaves"));
    measured.sample("redis_connected_slaves", number("connected_slaves"));
    boolean replica = "slave".equals(lines.get("role"));
    double link = replica ? ("up".equals(lines.get("master_link_status")) ? 1 : 0) : 1;
    measured.number("master-link", link);
    if (replica) {
      measured.sample("redis_master_link_up", link);
      double ago = number("master_last_io_seconds_ago");
      measured.sample("redis_master_last_io_seconds_ago", ago < 0 ? Double.NaN : ago);
      measured.remark("replica of " + lines.get("master_host"));
    }
  }

  private double ok(String name) {
    String value = lines.get(name);
    return value == null ? Double.NaN : value.equals("ok") ? 1 : 0;
  }

  /** NaN when it is not told. */
  private double number(String name) {
    String value = lines.get(name);
    try {
      return value == null ? Double.NaN : Double.parseDouble(value);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}

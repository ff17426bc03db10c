package jigi.operate.backup.source.postgres;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jigi.operate.backup.source.Continuous.Recovery;
import jigi.operate.backup.source.Point;
import org.jspecify.annotations.Nullable;

/** The configuration of a server that recovers to a point and then answers Jigi alone. */
final class RecoverySettings {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSSxxx", Locale.ROOT);

  private RecoverySettings() {}

  /**
   * @param ahead how far Jigi's time is moved ahead of the server's
   */
  static String of(Recovery wanted, Path home, int port, Duration ahead) {
    List<String> lines = new ArrayList<>();
    lines.add("listen_addresses = '127.0.0.1'");
    lines.add("port = " + port);
    add(lines, "unix_socket_directories", home.toString());
    add(lines, "hba_file", home.resolve("pg_hba.conf").toString());
    add(lines, "ident_file", home.resolve("pg_ident.conf").toString());
    // Nobody asks during a recovery, and without it the limits of the original need not be known.
    lines.add("hot_standby = off");
    lines.add("max_prepared_transactions = 64");
    lines.add("max_wal_senders = 0");
    lines.add("archive_mode = off");
    lines.add("shared_buffers = 64MB");
    lines.add("max_wal_size = 4GB");
    lines.add("autovacuum = off");
    lines.add("logging_collector = off");
    lines.add("lc_messages = 'C'");
    if (wanted.folder() == null) {
      lines.add("fsync = off");
    }
    add(lines, "restore_command", "cp \"" + percent(home.resolve("wal")) + "/%f\" \"%p\"");
    lines.add("recovery_target_action = 'promote'");
    target(lines, wanted.point(), wanted.backup().about().get(PhysicalDump.PROOF), ahead);
    return String.join("\n", lines) + "\n";
  }

  private static String percent(Path path) {
    return path.toString().replace("%", "%%");
  }

  private static void add(List<String> lines, String name, String value) {
    lines.add(name + " = '" + value.replace("\\", "\\\\").replace("'", "''") + "'");
  }

  private static void target(
      List<String> lines, @Nullable Point point, @Nullable String proof, Duration ahead) {
    switch (point) {
      case Point.Time time -> add(lines, "recovery_target_time", text(time.at().minus(ahead)));
      case Point.Position position -> add(lines, "recovery_target_lsn", position.position());
      case Point.Name name -> add(lines, "recovery_target_name", name.name());
      case null -> {
        if (proof == null) {
          lines.add("recovery_target = 'immediate'");
        } else {
          add(lines, "recovery_target_lsn", proof);
          // What was measured is what had been written before that position.
          lines.add("recovery_target_inclusive = off");
        }
      }
    }
  }

  private static String text(Instant at) {
    return TIME.format(at.atOffset(ZoneOffset.UTC));
  }
}

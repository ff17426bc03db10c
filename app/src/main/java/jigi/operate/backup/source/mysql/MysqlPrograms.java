package jigi.operate.backup.source.mysql;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jigi.operate.backup.source.BackupException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the programs of MariaDB or MySQL on this machine.
 *
 * @param folder the manual's own; null for where distributions put them
 */
record MysqlPrograms(@Nullable Path folder) {
  private static final List<Path> USUAL =
      List.of(
          Path.of("/usr/bin"),
          Path.of("/usr/sbin"),
          Path.of("/usr/libexec"),
          Path.of("/usr/local/bin"),
          Path.of("/usr/local/sbin"));

  /**
   * The first of several names that is there.
   *
   * @throws BackupException {@code program-missing}
   */
  private Path find(String... names) throws BackupException {
    List<Path> folders = Stream.concat(Stream.ofNullable(folder), USUAL.stream()).toList();
    for (String name : names) {
      for (Path each : folders) {
        Path program = each.resolve(name);
        if (Files.isExecutable(program)) {
          return program;
        }
      }
    }
    throw new BackupException("program-missing", names[0] + " is not on this machine");
  }

  Path dump() throws BackupException {
    return find("mariadb-dump", "mysqldump");
  }

  Path client() throws BackupException {
    return find("mariadb", "mysql");
  }

  Path binlog() throws BackupException {
    return find("mariadb-binlog", "mysqlbinlog");
  }

  Path server() throws BackupException {
    return find("mariadbd");
  }

  Path install() throws BackupException {
    return find("mariadb-install-db");
  }
}

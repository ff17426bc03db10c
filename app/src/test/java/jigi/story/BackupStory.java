package jigi.story;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import jigi.testing.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * Nights, weeks and months of the shipped backup plans, with real servers, by the calendar. A class
 * below it tells of one manual.
 */
@SuppressWarnings("NullAway.Init") // set before all tests of a class
abstract class BackupStory {
  static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd");
  static PostgresServer server;

  @BeforeAll
  static void start() throws IOException {
    server = PostgresServer.fresh();
  }

  @AfterAll
  static void stop() {
    server.remove();
  }

  static Path folder(String name) throws IOException {
    // The accounts of servers must be able to pass through it.
    Path folder = Files.createTempDirectory(Path.of("/var/tmp"), "jigi-backup-" + name);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    return folder;
  }

  static void remove(Path folder) throws Exception {
    new ProcessBuilder("rm", "-rf", "--", folder.toString()).start().waitFor();
  }

  static void make(String database, String... statements) {
    server.execute("postgres", "CREATE DATABASE " + database);
    server.execute(database, statements);
  }

  static void damage(Path file) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.setLength(bytes.length() - bytes.length() / 3);
    }
  }

  static String sha256(Path file) throws Exception {
    byte[] all = Files.readAllBytes(file);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(all));
  }

  /** Receivers of a log go on when Jigi has ended; nobody needs these any more. */
  static void stopReceivers(Path folder) {
    ProcessHandle.allProcesses()
        .filter(each -> each.info().commandLine().orElse("").contains(folder.toString()))
        .forEach(ProcessHandle::destroy);
  }
}

package jigi.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import jigi.Shows;
import jigi.operate.backup.store.s3.Buckets;
import jigi.testing.Component;
import jigi.testing.JigiCommand;
import jigi.testing.Needs;
import jigi.testing.PostgresServer;
import jigi.testing.S3Server;
import jigi.testing.Server;
import jigi.testing.Until;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nights, weeks and months of the shipped backup plans, with real servers, by the calendar. */
@Tag("slow")
@Timeout(400)
@Needs({"jigi-jar", "postgresql", "redis", "s3-server"})
@SuppressWarnings("NullAway.Init") // set before all tests of a class
class BackupStoryTest {
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd");
  private static PostgresServer server;

  @BeforeAll
  static void start() throws IOException {
    server = PostgresServer.fresh();
  }

  @AfterAll
  static void stop() {
    server.remove();
  }

  private static Path folder(String name) throws IOException {
    // The accounts of servers must be able to pass through it.
    Path folder = Files.createTempDirectory(Path.of("/var/tmp"), "jigi-backup-" + name);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    return folder;
  }

  private static void remove(Path folder) throws Exception {
    new ProcessBuilder("rm", "-rf", "--", folder.toString()).start().waitFor();
  }

  private static void make(String database, String... statements) {
    server.execute("postgres", "CREATE DATABASE " + database);
    server.execute(database, statements);
  }

  private static void damage(Path file) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.setLength(bytes.length() - bytes.length() / 3);
    }
  }

  private static String sha256(Path file) throws Exception {
    byte[] all = Files.readAllBytes(file);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(all));
  }

  @Nested
  class Timbel {
    @Test
    @Shows({
      "BAK-01", "BAK-02", "BAK-08", "BAK-09", "BAK-10", "BAK-13", "BAK-14", "BAK-15", "BAK-16",
      "BAK-43"
    })
    void aNightAWeekAndASecondSaturday() throws Exception {
      make(
          "timbel_cicd_operator",
          "CREATE TABLE projects AS SELECT i AS id, md5(i::text) AS name"
              + " FROM generate_series(1, 120) i");
      make("timbel_knowledge", "CREATE TABLE pages AS SELECT 1 AS id");
      Path folder = folder("timbel");
      int redis = Server.freePort();
      try (Server cache = redis(folder, redis);
          BackupScene scene =
              new BackupScene(
                  folder,
                  "timbel",
                  """
                  main: {postgres: postgres@127.0.0.1:%1$d/timbel_cicd_operator}
                  cache: {redis: 127.0.0.1:%2$d}
                  """
                      .formatted(server.port(), redis),
                  Map.of("/opt/backups/timbel", folder.resolve("backups").toString()))) {
        assertThat(cache.port()).isEqualTo(redis);
        theNight(scene);
        theDamage(scene);
        theSecondSaturday(scene);
        server.execute("postgres", "SELECT pg_switch_wal()");
      } finally {
        stopReceivers(folder);
        remove(folder);
      }
    }

    private static Server redis(Path folder, int port) throws IOException {
      Path data = Files.createDirectory(folder.resolve("redis"));
      Server cache =
          Server.start(
              List.of(
                  Component.REDIS.path().toString(),
                  "--port",
                  String.valueOf(port),
                  "--bind",
                  "127.0.0.1",
                  "--dir",
                  data.toString(),
                  "--appendonly",
                  "yes"),
              port,
              folder.resolve("redis.log"));
      try (java.net.Socket socket = new java.net.Socket("127.0.0.1", port)) {
        socket.getOutputStream().write("SET greeting hello\r\n".getBytes(StandardCharsets.UTF_8));
        assertThat(socket.getInputStream().read()).isEqualTo('+');
      }
      return cache;
    }

    /** T7: 02:00, the full one of both databases; 04:00, what came since, and Redis. */
    private static void theNight(BackupScene scene) throws Exception {
      assertThat(scene.command("backup", "run", "timbel/wal", "--follow").exit()).isZero();
      ZonedDateTime two = scene.next(any -> true, 2, 0);
      scene.goTo(two);
      String stamp = two.format(DAY) + "_0200";
      List<JsonNode> both =
          scene.backups("database").stream()
              .filter(one -> one.path("name").asText().contains(stamp))
              .toList();
      assertThat(both)
          .extracting(one -> one.path("item").asText())
          .containsExactlyInAnyOrder("timbel_cicd_operator", "timbel_knowledge");
      for (JsonNode one : both) {
        assertThat(one.path("state").asText()).as("" + one).isEqualTo("good");
        assertThat(one.path("name").asText())
            .matches("db_" + one.path("item").asText() + "_" + stamp + "\\d\\d\\.sql\\.gz\\.gpg");
        assertThat(one.path("encrypt").asText()).isEqualTo("openpgp");
        Path file = scene.folder.resolve("backups").resolve(one.path("name").asText());
        assertThat(sha256(file)).isEqualTo(one.path("size").path("storedSha256").asText());
      }
      server.execute("timbel_cicd_operator", "CREATE TABLE later AS SELECT 1 AS id");
      ZonedDateTime four = two.withHour(4);
      scene.goTo(four);
      assertThat(scene.backups("redis").getFirst().path("name").asText())
          .matches("redis_" + four.format(DAY) + "_0400\\d\\d\\.rdb");
      assertThat(scene.backups("redis").getFirst().path("rows").asLong()).isEqualTo(1);
      Until.so(
          "what was written before four is stored",
          Duration.ofSeconds(120),
          () -> restorable(scene).compareTo(two.toInstant().plusSeconds(60)) > 0,
          scene::log);
      assertThat(scene.files("backups/incremental/log/timbel/wal")).isNotEmpty();
    }

    private static Instant restorable(BackupScene scene) {
      String text = scene.plan("wal").path("row").path("log").path("until").asText();
      return text.isEmpty() || text.equals("null") ? Instant.EPOCH : Instant.parse(text);
    }

    /** T7's end: whoever truncates a dump is found out by hand, and by the weekly check. */
    private static void theDamage(BackupScene scene) throws Exception {
      String name = scene.backups("database").getFirst().path("name").asText();
      assertThat(scene.command("backup", "verify", name, "--follow").exit()).isZero();
      damage(scene.folder.resolve("backups").resolve(name));
      scene.goTo(scene.next(day -> day.getDayOfWeek() == DayOfWeek.SUNDAY, 5, 0));
      assertThat(scene.status("database")).isEqualTo("fail");
      JsonNode damaged =
          scene.backups("database").stream()
              .filter(one -> one.path("name").asText().equals(name))
              .findFirst()
              .orElseThrow();
      assertThat(damaged.path("copies").path(0).path("state").asText()).isEqualTo("damaged");
      JigiCommand.Ran check = scene.command("backup", "verify", name, "--follow");
      assertThat(check.exit()).as(check.out()).isEqualTo(1);
      assertThat(scene.page("/backups/files/" + damaged.path("id").asText())).contains("손상됨");
      scene.awaitMail("저장된 백업이 손상되었습니다");
    }

    /**
     * T8: the drill of the second Saturday gives 120 projects and a row, then one with a broken
     * dump.
     */
    private static void theSecondSaturday(BackupScene scene) throws Exception {
      scene.goTo(scene.next(Timbel::isSecondSaturday, 4, 0));
      JsonNode drill =
          scene.proofs("database").stream()
              .filter(proof -> proof.path("said").asText().contains("121 rows"))
              .findFirst()
              .orElseThrow(() -> new AssertionError(scene.proofs("database") + scene.log()));
      assertThat(drill.path("outcome").asText()).isEqualTo("passed");
      assertThat(drill.path("kind").asText()).isEqualTo("drill");
      scene.requireNoScratch();
      assertThat(scene.mail.mails()).noneMatch(mail -> mail.subject().contains("백업 복구 테스트 실패"));

      assertThat(scene.command("backup", "run", "timbel/database", "--follow").exit()).isZero();
      for (JsonNode one : scene.backups("database").subList(0, 2)) {
        damage(scene.folder.resolve("backups").resolve(one.path("name").asText()));
      }
      JigiCommand.Ran failed = scene.command("backup", "drill", "timbel/database", "--follow");
      assertThat(failed.exit()).as(failed.out()).isEqualTo(1);
      scene.awaitMail("백업 복구 테스트 실패");
      assertThat(scene.status("database")).isEqualTo("fail");
      scene.requireNoScratch();
    }

    private static boolean isSecondSaturday(ZonedDateTime day) {
      return day.getDayOfWeek() == DayOfWeek.SATURDAY
          && day.getDayOfMonth() > 7
          && day.getDayOfMonth() <= 14;
    }
  }

  /** Receivers of a log go on when Jigi has ended; nobody needs these any more. */
  private static void stopReceivers(Path folder) {
    ProcessHandle.allProcesses()
        .filter(each -> each.info().commandLine().orElse("").contains(folder.toString()))
        .forEach(ProcessHandle::destroy);
  }

  @Nested
  class GearFreak {
    @Test
    @Shows({
      "BAK-22", "BAK-23", "BAK-24", "BAK-25", "BAK-27", "BAK-28", "BAK-44", "CHK-20", "RB-23"
    })
    void aMonthOfNightsInTwoStores() throws Exception {
      make("gear_freak", "CREATE TABLE \"user\" AS SELECT i AS id FROM generate_series(1, 42) i");
      Path folder = folder("gear");
      try (S3Server s3 = S3Server.start(folder)) {
        Buckets.make(s3.endpoint(), "gear-freak-private-storage-3059875", folder);
        Path keys = Files.createDirectories(folder.resolve("gear-freak/keys"));
        for (Map.Entry<String, String> key :
            Map.of("s3-access", S3Server.ACCESS, "s3-secret", S3Server.SECRET).entrySet()) {
          Path file = Files.writeString(keys.resolve(key.getKey()), key.getValue());
          Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        try (BackupScene scene =
            new BackupScene(
                folder,
                "gear-freak",
                "db: {postgres: postgres@127.0.0.1:" + server.port() + "/gear_freak}",
                Map.of(
                    "{sftp: app, folder: /opt/gear_freak/backups}",
                    "{directory: " + folder.resolve("backups") + "}",
                    "    prefix: backups",
                    "    prefix: backups\n    endpoint: " + s3.endpoint()))) {
          LocalDate first = theNights(scene);
          theMonth(scene, first);
          theRestoreTest(scene);
          theRestore(scene);
          theCorruptFile(scene);
        }
      } finally {
        remove(folder);
      }
    }

    /** G6: seven local days, and a day without one is found although there are seven files. */
    private static LocalDate theNights(BackupScene scene) throws Exception {
      ZonedDateTime three = scene.next(any -> true, 3, 0);
      LocalDate first = three.toLocalDate();
      for (int i = 0; i < 8; i++) {
        scene.goTo(three.plusDays(i));
        assertThat(scene.backups("database").getFirst().path("name").asText())
            .matches("postgres_" + three.plusDays(i).format(DAY) + "_0300\\d\\d\\.sql\\.gz");
      }
      assertThat(scene.files("backups")).hasSize(7);
      assertThat(scene.files("backups").getFirst())
          .startsWith("postgres_" + first.plusDays(1).format(DAY));
      JsonNode oldest = scene.backups("database").getLast();
      assertThat(copies(oldest)).containsOnly(Map.entry("local", "deleted"), inS3());
      assertThat(missing(scene)).isEqualTo(0);

      // The machine sleeps through a night, and makes up for it shortly before the next one.
      scene.goTo(three.plusDays(9));
      assertThat(scene.files("backups")).hasSize(7);
      assertThat(scene.files("backups").getLast())
          .startsWith("postgres_" + first.plusDays(9).format(DAY) + "_0300");
      assertThat(scene.files("backups"))
          .noneMatch(name -> name.contains(first.plusDays(8).format(DAY)))
          .filteredOn(name -> name.contains(first.plusDays(9).format(DAY)))
          .hasSize(2);
      assertThat(missing(scene)).isEqualTo(1);
      return first;
    }

    private static Map.Entry<String, String> inS3() {
      return Map.entry("s3", "verified");
    }

    private static Map<String, String> copies(JsonNode backup) {
      Map<String, String> all = new java.util.TreeMap<>();
      backup
          .path("copies")
          .forEach(copy -> all.put(copy.path("store").asText(), copy.path("state").asText()));
      return all;
    }

    private static double missing(BackupScene scene) {
      scene.advance(Duration.ofSeconds(15));
      List<Double> values = scene.values("jigi_backup_days_missing{plan=\"database\"}");
      assertThat(values).hasSize(1);
      return values.getFirst();
    }

    /** The copy in S3 stays for thirty days. */
    private static void theMonth(BackupScene scene, LocalDate first) {
      String name = "postgres_" + first.plusDays(9).format(DAY);
      scene.goTo(first.plusDays(38).atTime(3, 0).atZone(BackupScene.ZONE));
      assertThat(copies(named(scene, name))).containsOnly(Map.entry("local", "deleted"), inS3());
      scene.goTo(first.plusDays(39).atTime(3, 0).atZone(BackupScene.ZONE));
      assertThat(copies(named(scene, name)))
          .containsOnly(Map.entry("local", "deleted"), Map.entry("s3", "deleted"));
    }

    private static JsonNode named(BackupScene scene, String name) {
      return scene.backups("database").stream()
          .filter(one -> one.path("name").asText().startsWith(name))
          .findFirst()
          .orElseThrow();
    }

    /** G7: the monthly one gives as many users as there are; a corrupt file is found. */
    private static void theRestoreTest(BackupScene scene) throws Exception {
      scene.goTo(scene.next(day -> day.getDayOfMonth() == 1, 4, 0));
      JsonNode drill = scene.proofs("database").getFirst();
      assertThat(drill.path("outcome").asText()).as("" + drill).isEqualTo("passed");
      assertThat(drill.path("said").asText()).contains("SELECT count(*) FROM \"user\": 42");
      assertThat(scene.status("database")).isEqualTo("ok");
      scene.requireNoScratch();
    }

    /** Said before it is done, begun only when the name was typed, and the old one stays. */
    private static void theRestore(BackupScene scene) {
      JsonNode backup = scene.backups("database").getFirst();
      String name = backup.path("name").asText();
      server.execute("gear_freak", "DELETE FROM \"user\" WHERE id > 40");
      JigiCommand.Ran refused =
          scene.command("backup", "restore", name, "--to", "gear_freak", "--follow");
      assertThat(refused.err()).contains("not-confirmed");
      assertThat(scene.command("backup", "restore", name, "--to", "gear_freak", "-n").exit())
          .as("in the place of the original there is much to say")
          .isZero();
      JigiCommand.Ran outline =
          scene.command(
              "backup", "restore", name, "--to", "gear_freak", "--confirm", "gear_freak", "-n");
      assertThat(outline.out()).contains("먼저 백업합니다", "local, s3의 사본", "gear_freak_before_");
      assertThat(scene.page("/backups/files/" + backup.path("id").asText() + "/restore?over=true"))
          .contains("지금의 gear_freak", "42행과 견줌", "name=\"confirm\"");
      int before = scene.backups("database").size();

      JigiCommand.Ran restored =
          scene.command(
              "backup",
              "restore",
              name,
              "--to",
              "gear_freak",
              "--confirm",
              "gear_freak",
              "--follow");

      assertThat(restored.exit()).as(restored.out() + restored.err()).isZero();
      assertThat(scene.backups("database")).hasSize(before + 1);
      assertThat(scene.backups("database").getFirst().path("rows").asInt()).isEqualTo(40);
      server.execute(
          "gear_freak",
          "DO $$ BEGIN ASSERT (SELECT count(*) FROM \"user\") = 42; ASSERT (SELECT count(*) FROM"
              + " pg_database WHERE datname LIKE 'gear_freak_before_%') = 1; END $$");
      String run = scene.proofs("database").getFirst().path("run").asText();
      assertThat(scene.page("/backups/runs/" + run)).contains("42행, 모두 원본과 같음");
    }

    private static void theCorruptFile(BackupScene scene) throws Exception {
      damage(scene.folder.resolve("backups").resolve(scene.files("backups").getLast()));
      JigiCommand.Ran failed = scene.command("backup", "drill", "gear-freak/database", "--follow");
      assertThat(failed.exit()).as(failed.out()).isEqualTo(1);
      assertThat(scene.proofs("database").getFirst().path("outcome").asText()).isEqualTo("failed");
      scene.awaitMail("백업 복원 테스트 실패");
      scene.requireNoScratch();
    }
  }

  @Nested
  class EventOcr {
    @Test
    @Shows({"BAK-32", "BAK-33", "BAK-34", "BAK-38", "BAK-39", "BAK-40", "ENV-13", "RB-30"})
    void aDayOfHoursAWeekAndALoss() throws Exception {
      make("event_ocr", "CREATE TABLE receipts (id serial PRIMARY KEY, text text)");
      Path folder = folder("ocr");
      Path config = Files.createDirectory(folder.resolve("config"));
      Files.writeString(config.resolve("app.yaml"), "workers: 2\n");
      Path uploads = Files.createDirectory(folder.resolve("uploads"));
      Files.writeString(uploads.resolve("receipt.jpg"), "not really");
      try (BackupScene scene =
          new BackupScene(
              folder,
              "event-ocr",
              "main: {postgres: postgres@127.0.0.1:" + server.port() + "/event_ocr}",
              Map.of(
                  "/opt/backups/event-ocr", folder.resolve("backups").toString(),
                  "/opt/event-ocr/uploads", uploads.toString(),
                  "/opt/event-ocr/config", config.toString()))) {
        theDay(scene);
        theChange(scene, config.resolve("app.yaml"));
        theWeek(scene);
        theLoss(scene);
      } finally {
        stopReceivers(folder);
        remove(folder);
      }
    }

    private static void receipt(String text) {
      server.execute("event_ocr", "INSERT INTO receipts (text) VALUES ('" + text + "')");
    }

    /** O8: the full one at two, uploads, and an increment for every hour. */
    private static void theDay(BackupScene scene) throws Exception {
      assertThat(scene.command("backup", "run", "event-ocr/increments", "--follow").exit())
          .isZero();
      ZonedDateTime two = scene.next(any -> true, 2, 0);
      scene.goTo(two);
      assertThat(scene.backups("database").getFirst().path("name").asText())
          .matches("db_event_ocr_" + two.format(DAY) + "_0200\\d\\d\\.dump");
      int before = increments(scene);
      for (int hour = 1; hour <= 24; hour++) {
        receipt("hour " + hour);
        scene.goTo(two.plusHours(hour));
      }
      Until.so(
          "an increment for every hour",
          Duration.ofSeconds(90),
          () -> {
            scene.advance(Duration.ofSeconds(1));
            return increments(scene) - before >= 24;
          },
          () ->
              increments(scene) - before + " " + scene.plan("increments").path("row").path("log"));
      assertThat(scene.backups("uploads").getFirst().path("state").asText()).isEqualTo("good");
      List<Double> lost = scene.values("jigi_backup_rpo_seconds{plan=\"increments\"}");
      assertThat(lost).hasSize(1);
      assertThat(lost.getFirst()).isLessThan(Duration.ofHours(24).toSeconds());
    }

    private static int increments(BackupScene scene) {
      try {
        return scene.files("backups/log/event-ocr/increments").size();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    /** O8: a changed file of the settings is backed up within a minute. */
    private static void theChange(BackupScene scene, Path file) throws Exception {
      int before = scene.backups("settings").size();
      assertThat(before).isPositive();
      scene.advance(Duration.ofMinutes(2));
      scene.settle();
      assertThat(scene.backups("settings")).as("nothing has changed").hasSize(before);
      Files.writeString(file, "workers: 4\n");
      scene.advance(Duration.ofSeconds(59));
      scene.settle();
      assertThat(scene.backups("settings")).hasSize(before + 1);
      assertThat(scene.backups("settings").getFirst().path("state").asText()).isEqualTo("good");
      String run = scene.backups("settings").getFirst().path("run").asText();
      assertThat(
              scene.runs().stream()
                  .filter(one -> one.path("id").asText().equals(run))
                  .map(one -> one.path("trigger").asText()))
          .containsExactly("change:settings");
    }

    /** O8: every plan is restored once a week by itself, and found encrypted. */
    private static void theWeek(BackupScene scene) throws Exception {
      ZonedDateTime sunday = scene.next(day -> day.getDayOfWeek() == DayOfWeek.SUNDAY, 4, 0);
      scene.goTo(sunday);
      scene.goTo(sunday.withMinute(30));
      scene.goTo(sunday.withHour(5));
      scene.goTo(sunday.withHour(5).withMinute(30));
      for (String plan : List.of("database", "uploads", "increments", "settings")) {
        assertThat(scene.proofs(plan))
            .as(plan)
            .isNotEmpty()
            .first()
            .matches(proof -> proof.path("outcome").asText().equals("passed"));
        assertThat(scene.status(plan)).as(plan + scene.plan(plan).path("row")).isEqualTo("ok");
      }
      scene.advance(Duration.ofSeconds(15));
      assertThat(scene.values("jigi_backup_encrypted")).hasSize(4).containsOnly(1.0);
      assertThat(scene.page("/backups")).contains("백업 4개를 모두 복원해 보았습니다");
      scene.requireNoScratch();
    }

    /** O9: what was there at an instant comes back, and nothing of later. */
    private static void theLoss(BackupScene scene) throws Exception {
      scene.goTo(scene.next(any -> true, 10, 36));
      receipt("before the loss");
      pause(scene);
      String at = scene.now().toString();
      pause(scene);
      receipt("a mistake");
      server.execute("event_ocr", "DELETE FROM receipts WHERE text LIKE 'hour%'");
      Path restored = scene.folder.resolve("restored");
      new ProcessBuilder("chmod", "777", scene.folder.toString()).start().waitFor();
      JigiCommand.Ran ran =
          scene.command(
              "backup",
              "recover",
              "event-ocr/increments",
              "--at",
              at,
              "--to",
              restored.toString(),
              "--follow");
      assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
      assertThat(ask(restored, "SELECT count(*) AS n FROM receipts WHERE text LIKE 'hour%';"))
          .contains("n = \"24\"");
      assertThat(ask(restored, "SELECT text FROM receipts ORDER BY id DESC LIMIT 1;"))
          .contains("text = \"before the loss\"");
      JsonNode row = scene.plan("increments").path("row");
      assertThat(row.path("rto").asDouble())
          .isLessThan(row.path("goals").path("rto").asDouble())
          .isPositive();
    }

    /** The server's clock has moved on. */
    private static void pause(BackupScene scene) {
      Instant before = scene.now();
      Until.so(
          "two seconds have passed",
          Duration.ofSeconds(30),
          () -> scene.now().isAfter(before.plusSeconds(2)),
          scene::log);
    }

    /** A server of its own account on the restored data. */
    private static String ask(Path data, String sql) throws Exception {
      Path program = Component.POSTGRESQL.path().toRealPath().resolveSibling("postgres");
      Process process =
          new ProcessBuilder(
                  "setpriv",
                  "--reuid",
                  "postgres",
                  "--regid",
                  "postgres",
                  "--clear-groups",
                  program.toString(),
                  "--single",
                  "-D",
                  data.toString(),
                  "event_ocr")
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().write((sql + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().close();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

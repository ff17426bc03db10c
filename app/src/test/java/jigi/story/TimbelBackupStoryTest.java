package jigi.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import jigi.Shows;
import jigi.testing.JigiCommand;
import jigi.testing.Needs;
import jigi.testing.Server;
import jigi.testing.Until;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Timbel: both databases every night, what comes since, a second Saturday. */
@Tag("slow")
@Timeout(900)
@Needs({"jigi-jar", "postgresql", "redis"})
class TimbelBackupStoryTest extends BackupStory {
  @Test
  @Shows({
    "BAK-01", "BAK-02", "BAK-08", "BAK-09", "BAK-10", "BAK-11", "BAK-13", "BAK-14", "BAK-15",
    "BAK-16", "BAK-43"
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
    Server cache = Server.redis(port, data, "--appendonly", "yes");
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
    ZonedDateTime sunday = scene.next(day -> day.getDayOfWeek() == DayOfWeek.SUNDAY, 1, 0);
    scene.goTo(sunday);
    theArchive(scene, sunday);
    scene.goTo(sunday.withHour(5));
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

  /** Apart from the daily ones, and with a time of its own. */
  private static void theArchive(BackupScene scene, ZonedDateTime sunday) throws Exception {
    String at = "_" + sunday.format(DAY) + "_0100";
    assertThat(scene.files("backups/archive"))
        .hasSize(2)
        .allMatch(name -> name.startsWith("archive_timbel_") && name.contains(at));
    assertThat(scene.backups("archive"))
        .hasSize(2)
        .allMatch(one -> one.path("state").asText().equals("good"));
  }

  /**
   * T8: the drill of the second Saturday gives 120 projects and a row, then one with a broken dump.
   */
  private static void theSecondSaturday(BackupScene scene) throws Exception {
    scene.goTo(scene.next(TimbelBackupStoryTest::isSecondSaturday, 4, 0));
    JsonNode drill =
        scene.proofs("database").stream()
            .filter(proof -> proof.path("said").asText().contains("121 rows"))
            .findFirst()
            .orElseThrow(() -> new AssertionError(scene.proofs("database") + scene.log()));
    assertThat(drill.path("outcome").asText()).isEqualTo("passed");
    assertThat(drill.path("kind").asText()).isEqualTo("drill");
    scene.requireNoScratch();
    scene.awaitMail("백업 복구 테스트 성공");
    assertThat(scene.mail.mails()).noneMatch(mail -> mail.subject().contains("백업 복구 테스트 실패"));

    int before = scene.backups("database").size();
    assertThat(scene.command("runbook", "run", "timbel/backup-full", "--follow").exit()).isZero();
    assertThat(scene.backups("database")).hasSize(before + 2);
    assertThat(scene.backups("database").getFirst().path("state").asText()).isEqualTo("good");
    for (JsonNode one : scene.backups("database").subList(0, 2)) {
      damage(scene.folder.resolve("backups").resolve(one.path("name").asText()));
    }
    JigiCommand.Ran failed = scene.command("backup", "drill", "timbel/database", "--follow");
    assertThat(failed.exit()).as(failed.out()).isEqualTo(1);
    // Nothing was printed while it worked; why it failed is said in the end.
    assertThat(failed.out()).contains("── 데이터베이스 전체 백업");
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

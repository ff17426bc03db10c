package jigi.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import jigi.Shows;
import jigi.testing.Component;
import jigi.testing.JigiCommand;
import jigi.testing.Needs;
import jigi.testing.Until;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Event/OCR: an increment every hour, settings at their change, and a loss. */
@Tag("slow")
@Timeout(900)
@Needs({"jigi-jar", "postgresql"})
class EventOcrBackupStoryTest extends BackupStory {
  @Test
  @Shows({
    "BAK-32", "BAK-33", "BAK-34", "BAK-35", "BAK-37", "BAK-38", "BAK-39", "BAK-40", "ENV-13",
    "RB-30"
  })
  void aDayOfHoursAWeekAndALoss() throws Exception {
    make("event_ocr", "CREATE TABLE receipts (id serial PRIMARY KEY, text text)");
    Path folder = folder("ocr");
    Path config = Files.createDirectory(folder.resolve("config"));
    Files.writeString(config.resolve("app.yaml"), "workers: 2\n");
    Path uploads = Files.createDirectory(folder.resolve("uploads"));
    Files.writeString(uploads.resolve("receipt.jpg"), "not really");
    Path logs = Files.createDirectory(folder.resolve("logs"));
    Files.writeString(logs.resolve("app.log"), "one line\n");
    try (BackupScene scene =
        new BackupScene(
            folder,
            "event-ocr",
            "main: {postgres: postgres@127.0.0.1:" + server.port() + "/event_ocr}",
            Map.of(
                "/opt/backups/event-ocr", folder.resolve("backups").toString(),
                "/opt/event-ocr/uploads", uploads.toString(),
                "/opt/event-ocr/logs", logs.toString(),
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
    assertThat(scene.command("backup", "run", "event-ocr/increments", "--follow").exit()).isZero();
    ZonedDateTime two = scene.next(any -> true, 2, 0);
    scene.goTo(two);
    assertThat(scene.backups("database").getFirst().path("name").asText())
        .matches("db_event_ocr_" + two.format(DAY) + "_0200\\d\\d\\.dump");
    int before = increments(scene);
    for (int hour = 1; hour <= 24; hour++) {
      receipt("hour " + hour);
      scene.goTo(two.plusHours(hour));
      // What is written before that would lie in the same file of the log.
      int wanted = before + hour;
      Until.so(
          "an increment for hour " + hour,
          () -> {
            scene.advance(Duration.ofSeconds(1));
            return increments(scene) >= wanted;
          },
          () -> increments(scene) + " of " + wanted + " " + scene.plan("increments").path("row"));
    }
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

  /**
   * O8: every plan is restored once a week by itself, and found encrypted; logs are kept weekly.
   */
  private static void theWeek(BackupScene scene) throws Exception {
    ZonedDateTime sunday = scene.next(day -> day.getDayOfWeek() == DayOfWeek.SUNDAY, 4, 0);
    scene.goTo(sunday);
    String day = sunday.format(DAY);
    for (String plan : List.of("database", "uploads", "increments", "logs")) {
      assertThat(scene.backups(plan).getFirst().path("name").asText()).as(plan).contains(day);
    }
    scene.goTo(sunday.withMinute(30));
    scene.goTo(sunday.withHour(5));
    scene.goTo(sunday.withHour(5).withMinute(30));
    scene.goTo(sunday.withHour(5).withMinute(45));
    for (String plan : List.of("database", "uploads", "increments", "settings", "logs")) {
      assertThat(scene.proofs(plan))
          .as(plan)
          .isNotEmpty()
          .first()
          .matches(proof -> proof.path("outcome").asText().equals("passed"));
      assertThat(scene.status(plan)).as(plan + scene.plan(plan).path("row")).isEqualTo("ok");
    }
    scene.advance(Duration.ofSeconds(15));
    assertThat(scene.values("jigi_backup_encrypted")).hasSize(5).containsOnly(1.0);
    assertThat(scene.page("/backups")).contains("백업 5개를 모두 복원해 보았습니다");
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
        "two seconds have passed", () -> scene.now().isAfter(before.plusSeconds(2)), scene::log);
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

package jigi.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import jigi.Shows;
import jigi.operate.backup.store.s3.Buckets;
import jigi.testing.JigiCommand;
import jigi.testing.Needs;
import jigi.testing.S3Server;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Gear Freak: a month of nights in two stores, and a restore by hand. */
@Tag("slow")
@Timeout(400)
@Needs({"jigi-jar", "postgresql", "s3-server"})
class GearFreakBackupStoryTest extends BackupStory {
  @Test
  @Shows({
    "BAK-03", "BAK-22", "BAK-23", "BAK-24", "BAK-25", "BAK-27", "BAK-28", "BAK-44", "CHK-20",
    "RB-23"
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
    theDailyLook(scene);
    return first;
  }

  /** The newest first, by the command and on the page, and how the sizes went. */
  private static void theDailyLook(BackupScene scene) {
    List<JsonNode> all = scene.backups("database");
    List<String> names = all.stream().map(one -> one.path("name").asText()).toList();
    assertThat(names).hasSizeGreaterThan(7).isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(scene.command("backup", "show", "gear-freak/database").out())
        .containsSubsequence(names.subList(0, 7));
    List<Long> sizes =
        BackupScene.list(scene.plan("database").path("row").path("sizes")).stream()
            .map(JsonNode::asLong)
            .toList();
    List<Long> newest =
        all.stream().limit(7).map(one -> one.path("size").path("stored").asLong()).toList();
    assertThat(sizes.subList(sizes.size() - 7, sizes.size())).isEqualTo(newest.reversed());
    assertThat(scene.page("/backups/gear-freak/database")).containsSubsequence(names.subList(0, 7));
    assertThat(scene.page("/backups")).contains("class=\"spark\"");
    assertThat(scene.command("backup", "retention", "gear-freak/database").out())
        .contains(names.getFirst())
        .contains("보존 일수 이내");
    assertThat(scene.page("/backups/gear-freak/database/retention")).contains("모두 남습니다");
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
            "backup", "restore", name, "--to", "gear_freak", "--confirm", "gear_freak", "--follow");

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

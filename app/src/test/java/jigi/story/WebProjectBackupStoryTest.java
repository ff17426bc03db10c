package jigi.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import jigi.Shows;
import jigi.testing.MariadbServer;
import jigi.testing.Needs;
import jigi.testing.RunningJigi;
import jigi.testing.ShopScene;
import jigi.testing.Until;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Web project: MySQL when it is needed, and a machine that is lost with Jigi on it. */
@Tag("slow")
@Timeout(400)
@Needs({"jigi-jar", "mariadb"})
class WebProjectBackupStoryTest {
  private static final String SETUP =
      """
      CREATE USER backup@'%' IDENTIFIED BY 'a password';
      GRANT ALL ON *.* TO backup@'%' WITH GRANT OPTION;
      CREATE DATABASE web_project CHARACTER SET utf8mb4;
      """;

  @Test
  @Shows({"BAK-30", "BAK-31", "BAK-44"})
  void aBackupByHandAndALostMachine() throws Exception {
    Path folder = BackupStory.folder("web");
    Path data = Files.createDirectory(folder.resolve("mysql"));
    try (MariadbServer server = MariadbServer.start(data, SETUP)) {
      execute(server, "CREATE TABLE members AS SELECT seq AS id FROM seq_1_to_70");
      Path keys = Files.createDirectories(folder.resolve("web-project/keys"));
      Files.writeString(keys.resolve("mysql-backup"), "a password");
      Path restored = folder.resolve("restored");
      String file;
      try (BackupScene scene = scene(folder, server)) {
        theBackup(scene);
        theRecovery(scene, server);
        file = theHouse(scene, restored);
      }
      theOtherMachine(folder, restored.resolve("data"), file);
    } finally {
      BackupStory.remove(folder);
    }
  }

  private static BackupScene scene(Path folder, MariadbServer server) throws Exception {
    return new BackupScene(
        folder,
        "web-project",
        "mysql: {mysql: 'backup@127.0.0.1:%d', password: {file: keys/mysql-backup}}"
            .formatted(server.port()),
        Map.of(
            "/mnt/backup/web_project",
            folder.resolve("backups").toString(),
            "\nplans:\n",
            """

            plans:
              house: {jigi: all, name: 'jigi_{time}.tar', to: [external], drill: {}}
            """));
  }

  /** Kept outside, read back, and restored on a server of its own. */
  private static void theBackup(BackupScene scene) throws Exception {
    assertThat(scene.status("mysql")).isNotEqualTo("ok");
    assertThat(scene.command("backup", "run", "web-project/mysql", "--follow").exit()).isZero();
    JsonNode backup = scene.backups("mysql").getFirst();
    assertThat(backup.path("state").asText()).as("" + backup).isEqualTo("good");
    assertThat(backup.path("name").asText()).matches("mysql_web_project_\\d{8}_\\d{6}\\.sql");
    assertThat(scene.files("backups")).contains(backup.path("name").asText());
    assertThat(scene.command("backup", "drill", "web-project/mysql", "--follow").exit()).isZero();
    assertThat(scene.proofs("mysql").getFirst().path("said").asText()).contains("70 rows");
    assertThat(scene.status("mysql")).isEqualTo("ok");
    scene.requireNoScratch();
  }

  /** Beside the original, which stays as it is. */
  private static void theRecovery(BackupScene scene, MariadbServer server) throws Exception {
    execute(server, "DELETE FROM members WHERE id > 60");
    String name = scene.backups("mysql").getFirst().path("name").asText();
    assertThat(
            scene.command("backup", "restore", name, "--to", "web_project_copy", "--follow").exit())
        .isZero();
    assertThat(ask(server, "SELECT count(*) FROM web_project_copy.members")).isEqualTo("70");
    assertThat(ask(server, "SELECT count(*) FROM web_project.members")).isEqualTo("60");
  }

  private static Connection connect(MariadbServer server) throws SQLException {
    String url = "jdbc:mariadb://127.0.0.1:" + server.port() + "/web_project";
    return DriverManager.getConnection(url, "backup", "a password");
  }

  private static void execute(MariadbServer server, String sql) throws SQLException {
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String ask(MariadbServer server, String sql) throws SQLException {
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : "";
    }
  }

  /** Jigi backs itself up and restores that into a folder. */
  private static String theHouse(BackupScene scene, Path restored) {
    assertThat(scene.command("backup", "run", "web-project/house", "--follow").exit()).isZero();
    assertThat(scene.command("backup", "drill", "web-project/house", "--follow").exit()).isZero();
    String file = scene.backups("house").getFirst().path("name").asText();
    assertThat(
            scene
                .command("backup", "restore", file, "--to", restored.toString(), "--follow")
                .exit())
        .isZero();
    return file;
  }

  /** What was restored only shows itself; once somebody says that it is the one, it works. */
  private static void theOtherMachine(Path folder, Path data, String file) throws Exception {
    try (RunningJigi jigi = start(folder, data)) {
      assertThat(jigi.get("/api/v1/plans/web-project/mysql").path("backups")).hasSize(1);
      assertThat(jigi.page("/")).contains("jigi up --restored");
    }
    try (RunningJigi jigi = start(folder, data, "--restored")) {
      assertThat(jigi.page("/")).doesNotContain("jigi up --restored");
      jigi.post("/api/v1/plans/web-project/mysql/run", Map.of());
      // Beside the one that was kept, of the database and of its copy.
      Until.so(
          "both backed up by the restored one",
          () -> good(jigi) == 3,
          () -> jigi.get("/api/v1/plans/web-project/mysql") + jigi.log());
      assertThat(jigi.get("/api/v1/plans/web-project/mysql").path("proofs")).isNotEmpty();
      assertThat(file).startsWith("jigi_");
    }
  }

  private static long good(RunningJigi jigi) {
    return BackupScene.list(jigi.get("/api/v1/plans/web-project/mysql").path("backups")).stream()
        .filter(backup -> backup.path("state").asText().equals("good"))
        .count();
  }

  /** With the manual and the key file of the one that was lost, in an account without its past. */
  private static RunningJigi start(Path folder, Path data, String... more) throws Exception {
    List<String> arguments =
        new java.util.ArrayList<>(List.of(folder.resolve("web-project").toString(), "--rehearsal"));
    arguments.addAll(List.of(more));
    return RunningJigi.start(
        new RunningJigi.Setup(
            ShopScene.freePort(),
            data,
            folder.resolve("other-home"),
            arguments,
            Map.of("JIGI_KEY_FILE", folder.resolve("data.key").toString())));
  }
}

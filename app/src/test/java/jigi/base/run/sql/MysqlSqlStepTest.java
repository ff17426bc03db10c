package jigi.base.run.sql;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import jigi.testing.MariadbServer;
import jigi.testing.Needs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Steps in SQL at a real MariaDB. */
@Needs("mariadb")
@Timeout(90)
class MysqlSqlStepTest extends SqlSteps {
  @TempDir static Path data;
  private static MariadbServer server;

  @BeforeAll
  static void start() throws Exception {
    server =
        MariadbServer.start(
            data,
            """
            CREATE DATABASE IF NOT EXISTS shop;
            CREATE USER IF NOT EXISTS app@'127.0.0.1' IDENTIFIED BY 'right-word';
            GRANT ALL ON shop.* TO app@'127.0.0.1';
            """);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Override
  String connection() {
    return "{mysql: \"app@127.0.0.1:" + server.port() + "/shop\", password: {file: word}}";
  }

  @Override
  Connection connect() throws Exception {
    return DriverManager.getConnection(
        "jdbc:mariadb://127.0.0.1:" + server.port() + "/shop",
        "app",
        Files.readString(folder.resolve("word")).strip());
  }

  @Override
  void fill() throws Exception {
    try (Connection c = connect();
        var statement = c.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS goods");
      statement.execute("CREATE TABLE goods (id int PRIMARY KEY, state varchar(20))");
      statement.execute("INSERT INTO goods VALUES (1, 'open'), (2, 'stuck'), (3, 'stuck')");
    }
  }
}

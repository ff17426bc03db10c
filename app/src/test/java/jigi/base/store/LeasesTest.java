package jigi.base.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import jigi.base.kernel.Troubles;
import jigi.base.kernel.UserError;
import jigi.testing.Needs;
import jigi.testing.Until;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several nodes on one PostgreSQL: who may write. */
@Needs("postgresql")
@Timeout(120)
class LeasesTest {

  @TempDir private Path home;
  private Settings.Postgres database;

  /** What a node was told. */
  private static final class Told implements Sharing {
    final List<String> all = new CopyOnWriteArrayList<>();

    @Override
    public void standsBy(Leader leader) {
      all.add("stands by " + leader.node() + " " + leader.address());
    }

    @Override
    public void lost(Leader leader) {
      all.add("lost to " + leader.node());
    }
  }

  @BeforeEach
  void make() {
    database = TestStores.postgresSettings();
  }

  private Stores open(String folder, String node, Sharing sharing) {
    return Stores.open(
        Settings.of(home.resolve(folder)).with(database),
        new Troubles(),
        new Shared(node, "http://" + node, sharing));
  }

  private CompletableFuture<Stores> opening(String folder, String node, Sharing sharing) {
    CompletableFuture<Stores> opened = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                opened.complete(open(folder, node, sharing));
              } catch (RuntimeException e) {
                opened.completeExceptionally(e);
              }
            });
    return opened;
  }

  private static void write(Stores stores) {
    stores.store().change(tx -> tx.handle().execute("CREATE TABLE IF NOT EXISTS t (n BIGINT)"));
  }

  @Test
  void oneLeadsAndTheNextTakesOverWhenItIsStopped() throws Exception {
    Told told = new Told();
    Stores alpha = open("a", "alpha", new Told());
    write(alpha);
    CompletableFuture<Stores> waiting = opening("b", "beta", told);
    Until.so("beta waits", () -> !told.all.isEmpty(), told.all::toString);
    assertThat(told.all).containsExactly("stands by alpha http://alpha");
    assertThat(waiting.isDone()).isFalse();
    assertThat(alpha.nodes())
        .containsExactly(
            new Node("alpha", "http://alpha", true, true),
            new Node("beta", "http://beta", false, true));
    alpha.close();
    try (Stores beta = waiting.get()) {
      write(beta);
      assertThat(beta.nodes())
          .containsExactly(
              new Node("alpha", "http://alpha", false, false),
              new Node("beta", "http://beta", true, true));
      assertThat(beta.node()).isEqualTo("beta");
    }
  }

  @Test
  void theSameNameTwiceIsRefusedWhileTheOtherLives() {
    try (Stores alpha = open("a", "alpha", new Told())) {
      write(alpha);
      assertThatThrownBy(() -> open("b", "alpha", new Told()).close())
          .isInstanceOfSatisfying(
              UserError.class, e -> assertThat(e.code()).isEqualTo("node-taken"))
          .hasMessageContaining("another Jigi named 'alpha'")
          .hasMessageContaining("--node");
      write(alpha);
    }
  }

  @Test
  void aNodeThatLostTheLeadIsToldAndCannotWrite() {
    Told told = new Told();
    try (Stores alpha = open("a", "alpha", told)) {
      write(alpha);
      takeTheLead();
      assertThatThrownBy(() -> write(alpha)).isInstanceOf(LeadLostException.class);
      Until.so("told", () -> told.all.contains("lost to gamma"), told.all::toString);
    }
  }

  /** As a node would that had watched alpha for long enough. */
  private void takeTheLead() {
    try (PostgresDatabase other = new PostgresDatabase(database, "PostgreSQL")) {
      org.jdbi.v3.core.Jdbi.create(other.dataSource())
          .useHandle(
              handle ->
                  handle.execute(
                      "UPDATE store_lease SET token = token + 1, node = 'gamma', holder = 'g'"
                          + " WHERE name = 'lead'"));
    }
  }

  /** Who is stopped in the middle of a transaction holds what it has locked; the server ends it. */
  @Test
  void aTransactionThatStandsStillKeepsNobodyFromTakingOver() throws Exception {
    try (PostgresDatabase stopped = new PostgresDatabase(database, "PostgreSQL");
        Stores alpha = open("a", "alpha", new Told());
        var connection = stopped.writer();
        var statement = connection.createStatement()) {
      write(alpha);
      connection.setAutoCommit(false);
      assertThat(statement.execute("SELECT 1 FROM store_lease WHERE name = 'lead' FOR SHARE"))
          .isTrue();
      takeTheLead();
      assertThatThrownBy(() -> write(alpha)).isInstanceOf(LeadLostException.class);
      assertThatThrownBy(() -> statement.execute("SELECT 1")).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void aNodeThatIsStartedAgainTakesItsNameAndLeadBackAtOnce() {
    Told told = new Told();
    Stores alpha = open("a", "alpha", new Told());
    long token = token(alpha);
    // As after kill -9: nothing was given up.
    alpha
        .store()
        .change(
            tx -> tx.handle().execute("CREATE TABLE held AS SELECT name, holder FROM store_lease"));
    alpha.close();
    try (PostgresDatabase other = new PostgresDatabase(database, "PostgreSQL")) {
      org.jdbi.v3.core.Jdbi.create(other.dataSource())
          .useHandle(
              handle ->
                  handle.execute(
                      "UPDATE store_lease l SET holder ="
                          + " (SELECT h.holder FROM held h WHERE h.name = l.name)"));
    }
    long begun = System.nanoTime();
    try (Stores again = open("a", "alpha", told)) {
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Leases.LIFE.dividedBy(2));
      assertThat(token(again)).isGreaterThan(token);
      assertThat(told.all).isEmpty();
    }
  }

  private static long token(Stores stores) {
    return stores
        .store()
        .read(
            handle ->
                handle
                    .createQuery("SELECT token FROM store_lease WHERE name = 'lead'")
                    .mapTo(Long.class)
                    .one());
  }
}

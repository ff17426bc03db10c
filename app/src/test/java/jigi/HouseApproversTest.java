package jigi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import jigi.base.access.Access;
import jigi.base.access.Scope;
import jigi.base.access.Token;
import jigi.base.journal.SqlJournal;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Troubles;
import jigi.base.store.Store;
import jigi.base.store.TestStores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose consent counts, by real accounts. */
class HouseApproversTest {
  private final Timeline timeline = Timeline.standing(Instant.parse("2026-03-01T00:00:00Z"));
  private Store store;
  private SqlJournal journal;
  private Access access;
  private HouseApprovers approvers;

  @BeforeEach
  void open(@TempDir Path folder) {
    store = TestStores.sqlite(folder);
    journal = new SqlJournal(store, timeline, new Troubles(), "n1");
    access = new Access(store, journal, timeline, Access.Limits.DEFAULT);
    approvers = new HouseApprovers(access);
    for (String name : List.of("root", "kim", "lee")) {
      access.users().add(name, name, "test");
    }
    access.users().grant("root", "admin", "*", "test");
    access.users().grant("kim", "operations", "shop", "test");
  }

  @AfterEach
  void close() {
    access.close();
    journal.close();
    store.close();
    timeline.close();
  }

  @Test
  void aRoleCountsOnItsSystemOnly() {
    assertThat(approvers.person("user:kim", "shop", List.of("operations"))).isEqualTo("user:kim");
    assertThat(approvers.person("user:kim", "chat", List.of("operations"))).isNull();
    assertThat(approvers.person("user:lee", "shop", List.of("operations"))).isNull();
  }

  @Test
  void aNamedPersonCountsAndSoDoesAnAdministratorForAnybody() {
    assertThat(approvers.person("user:lee", "shop", List.of("lee"))).isEqualTo("user:lee");
    assertThat(approvers.person("user:root", "shop", List.of("lee"))).isEqualTo("user:root");
    assertThat(approvers.person("user:lee", "shop", List.of())).isEqualTo("user:lee");
  }

  @Test
  void aTokenIsThePersonWhomItActsFor() {
    Token token =
        access
            .tokens()
            .make("kims", Scope.CLI, "*", access.users().byName("kim"), null, "test")
            .token();
    assertThat(approvers.person(token.actor(), "shop", List.of("operations")))
        .as("one consent of two is not given twice by the same person")
        .isEqualTo("user:kim");
    assertThat(approvers.person(token.actor(), "shop", List.of("lee"))).isNull();
    access.tokens().revoke(token.id(), "test");
    assertThat(approvers.person(token.actor(), "shop", List.of("operations"))).isNull();
  }

  @Test
  void whoIsDisabledOrUnknownConsentsToNothing() {
    access.users().disable("kim", "test");
    assertThat(approvers.person("user:kim", "shop", List.of("operations"))).isNull();
    assertThat(approvers.person("user:nobody", "shop", List.of())).isNull();
    assertThat(approvers.person("jigi", "shop", List.of())).isNull();
  }
}

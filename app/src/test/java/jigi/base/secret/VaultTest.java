package jigi.base.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import jigi.base.config.Secret;
import jigi.base.journal.Event;
import jigi.base.journal.EventQuery;
import jigi.base.journal.SqlJournal;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Troubles;
import jigi.base.store.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept is sealed, and every change and use of it is told. */
@SuppressWarnings("NullAway.Init")
abstract class VaultTest {
  private static final Secret SHOP = new Secret(Secret.Source.STORED, "shop");

  private final Timeline timeline = Timeline.standing(Instant.parse("2026-03-01T00:00:00Z"));
  private Store store;
  private SqlJournal journal;
  private Vault vault;

  abstract Store open(Path folder);

  @BeforeEach
  void openOne(@TempDir Path folder) {
    store = open(folder);
    journal = new SqlJournal(store, timeline, new Troubles(), "n1");
    vault = vault(1);
    vault.open();
  }

  @AfterEach
  void close() {
    vault.close();
    journal.close();
    store.close();
    timeline.close();
  }

  private Vault vault(int key) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) key;
    return new Vault(store, journal, timeline, () -> bytes);
  }

  private static String read(Vault from, Secret secret) throws Secret.Missing {
    return secret.read(Path.of(""), from.beside(name -> null));
  }

  private List<String> told() {
    return journal.find(EventQuery.newest(10)).reversed().stream()
        .map(event -> event.what().kind().name() + " " + event.what().actor() + " " + times(event))
        .toList();
  }

  private static String times(Event event) {
    return String.valueOf(event.what().args().get("times"));
  }

  @Test
  void aValueIsReadAsItWasGivenUntilItIsChangedOrRemoved() throws Exception {
    assertThatThrownBy(() -> read(vault, SHOP))
        .isInstanceOf(Secret.Missing.class)
        .hasMessageContaining("jigi secret set shop");
    vault.put("shop", "겨울\n2026", "user:kim");
    assertThat(read(vault, SHOP)).isEqualTo("겨울\n2026");
    vault.put("shop", "summer", "user:lee");
    assertThat(read(vault(1), SHOP)).as("after a restart").isEqualTo("summer");
    assertThat(vault.all())
        .containsExactly(new StoredSecret("shop", timeline.instant(), "user:lee"));
    vault.remove("shop", "user:kim");
    assertThat(vault.all()).isEmpty();
    assertThatThrownBy(() -> read(vault, SHOP)).isInstanceOf(Secret.Missing.class);
    assertThatThrownBy(() -> vault.remove("shop", "user:kim"))
        .hasMessageContaining("no-such-secret");
  }

  @Test
  void nothingOpensItButItsKeyAndItsName() throws Exception {
    vault.put("shop", "winter", "user:kim");
    assertThat(sealed("shop")).doesNotContain("winter");
    assertThatThrownBy(() -> read(vault(2), SHOP))
        .isInstanceOf(Secret.Missing.class)
        .hasMessageContaining("set it again");
    store.change(
        tx ->
            new SecretRepository()
                .put(
                    tx.handle(),
                    new StoredSecret("other", timeline.instant(), "user:kim"),
                    sealed("shop")));
    assertThatThrownBy(() -> read(vault, new Secret(Secret.Source.STORED, "other")))
        .isInstanceOf(Secret.Missing.class);
    vault.put("again", "winter", "user:kim");
    assertThat(sealed("again")).as("equal values do not look equal").isNotEqualTo(sealed("shop"));
  }

  private String sealed(String name) {
    String sealed = store.read(handle -> new SecretRepository().sealed(handle, name));
    return Objects.requireNonNull(sealed);
  }

  @Test
  void itsUseIsToldAtOnceAndThenOnceADay() throws Exception {
    vault.put("shop", "winter", "user:kim");
    read(vault, SHOP);
    timeline.advance(Duration.ZERO);
    assertThat(told()).containsExactly("secret.set user:kim null", "secret.used jigi 1");
    read(vault, SHOP);
    read(vault, SHOP);
    timeline.advance(Duration.ofHours(23));
    assertThat(told()).hasSize(2);
    timeline.advance(Duration.ofHours(1));
    assertThat(told()).hasSize(3).endsWith("secret.used jigi 2");
    timeline.advance(Duration.ofDays(3));
    assertThat(told()).as("what is not used is not told").hasSize(3);
    assertThat(journal.find(EventQuery.newest(10)).toString()).doesNotContain("winter");
  }

  @Test
  void whatIsNoNameOrNoValueIsRefused() {
    for (String name : List.of("", "Shop", "-shop", "shop/db", "x".repeat(101))) {
      assertThatThrownBy(() -> vault.put(name, "winter", "user:kim"))
          .as(name)
          .hasMessageContaining("bad-secret-name");
    }
    for (String value : List.of("", " \n", "x".repeat(Vault.LONGEST + 1))) {
      assertThatThrownBy(() -> vault.put("shop", value, "user:kim"))
          .hasMessageContaining("bad-secret-value");
    }
    assertThat(told()).isEmpty();
  }
}

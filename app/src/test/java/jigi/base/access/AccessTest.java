package jigi.base.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import jigi.base.access.SignInResult.Refused;
import jigi.base.access.SignInResult.SignedIn;
import jigi.base.access.SignInResult.Throttled;
import jigi.base.journal.Event;
import jigi.base.journal.EventQuery;
import jigi.base.journal.SqlJournal;
import jigi.base.kernel.Language;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Troubles;
import jigi.base.kernel.UserError;
import jigi.base.store.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What access holds to on every store. */
abstract class AccessTest {
  private static final String PASSWORD = "맑은 하늘 아래 열두 걸음";
  private static final String WRONG = "wrong but long enough";
  private static final String HOME = "192.0.2.7";
  private static final String ELSEWHERE = "198.51.100.9";

  private final Timeline timeline = Timeline.standing(Instant.parse("2026-03-01T00:00:00Z"));
  private Store store;
  private SqlJournal journal;
  private Access access;

  abstract Store open(Path folder);

  @BeforeEach
  void open_access(@TempDir Path folder) {
    store = open(folder);
    journal = new SqlJournal(store, timeline, new Troubles(), "n1");
    access = new Access(store, journal, timeline, Access.Limits.DEFAULT);
  }

  @AfterEach
  void close_all() {
    access.close();
    journal.close();
    store.close();
    timeline.close();
  }

  @Test
  void the_first_link_signs_the_first_administrator_in_once() {
    String link = Objects.requireNonNull(access.signIn().firstLink());
    assertThat(access.signIn().isGoodLink(link)).isTrue();
    SignedIn in = (SignedIn) access.signIn().withLink(link, HOME);
    assertThat(in.first()).isTrue();
    assertThat(in.principal().isAdministrator()).isTrue();
    assertThat(in.principal().may("shop", Verb.EDIT)).isTrue();
    assertThat(access.signIn().withLink(link, HOME)).isInstanceOf(Refused.class);
    assertThat(access.signIn().isGoodLink(link)).isFalse();
    assertThat(access.signIn().firstLink()).isNull();
  }

  @Test
  void a_first_link_that_nobody_used_is_replaced_at_the_next_start() {
    String first = Objects.requireNonNull(access.signIn().firstLink());
    String second = Objects.requireNonNull(access.signIn().firstLink());
    assertThat(access.signIn().withLink(first, HOME)).isInstanceOf(Refused.class);
    assertThat(access.signIn().withLink(second, HOME)).isInstanceOf(SignedIn.class);
  }

  @Test
  void a_link_expires() throws Exception {
    String link = Objects.requireNonNull(access.signIn().firstLink());
    timeline.advance(Duration.ofHours(24));
    assertThat(access.signIn().withLink(link, HOME)).isInstanceOf(Refused.class);
  }

  @Test
  void the_right_password_signs_in_and_others_do_not() {
    kim();
    assertThat(signIn(WRONG)).isInstanceOf(Refused.class);
    assertThat(access.signIn().withPassword("nobody", PASSWORD, HOME)).isInstanceOf(Refused.class);
    SignedIn in = (SignedIn) signIn(PASSWORD);
    assertThat(in.principal().actor()).isEqualTo("user:kim");
    assertThat(access.bySession(in.cookie())).isEqualTo(in.principal());
    assertThat(access.bySession("f".repeat(64))).isNull();
  }

  @Test
  void a_decomposed_password_is_the_same_password() {
    kim();
    String decomposed = java.text.Normalizer.normalize(PASSWORD, java.text.Normalizer.Form.NFD);
    assertThat(decomposed).isNotEqualTo(PASSWORD);
    assertThat(signIn(decomposed)).isInstanceOf(SignedIn.class);
  }

  @Test
  void nothing_that_is_stored_opens_the_door() {
    kim();
    SignedIn in = (SignedIn) signIn(PASSWORD);
    String token = access.tokens().make("ci", Scope.QUERY, "*", null, null, "user:kim").secret();
    String link = access.signIn().makeLink("kim", Duration.ofHours(1), "jigi");
    String everything =
        store.read(
            handle ->
                String.join(
                    " ",
                    handle
                        .createQuery(
                            "SELECT hash FROM access_session UNION ALL SELECT hash FROM"
                                + " access_token UNION ALL SELECT hash FROM access_link UNION ALL"
                                + " SELECT password FROM access_user UNION ALL SELECT args FROM"
                                + " journal_payload")
                        .mapTo(String.class)
                        .list()));
    assertThat(everything)
        .contains("$argon2id$v=19$m=19456,t=2,p=1$")
        .doesNotContain(in.cookie(), token, link, PASSWORD);
  }

  @Test
  void a_session_ends_when_idle_and_after_its_longest_time() throws Exception {
    kim();
    String idle = ((SignedIn) signIn(PASSWORD)).cookie();
    timeline.advance(Duration.ofHours(11));
    assertThat(access.bySession(idle)).isNotNull();
    timeline.advance(Duration.ofHours(11));
    assertThat(access.bySession(idle)).isNotNull();
    timeline.advance(Duration.ofHours(12));
    assertThat(access.bySession(idle)).isNull();

    String busy = ((SignedIn) signIn(PASSWORD)).cookie();
    for (int hours = 0; hours < 7 * 24 - 1; hours++) {
      timeline.advance(Duration.ofHours(1));
      assertThat(access.bySession(busy)).isNotNull();
    }
    timeline.advance(Duration.ofHours(1));
    assertThat(access.bySession(busy)).isNull();
  }

  @Test
  void signing_out_ends_the_session() {
    kim();
    String cookie = ((SignedIn) signIn(PASSWORD)).cookie();
    access.signIn().signOut(cookie);
    assertThat(access.bySession(cookie)).isNull();
  }

  @Test
  void failures_are_slowed_down_more_and_more_and_never_for_good() throws Exception {
    kim();
    for (int i = 0; i < 3; i++) {
      assertThat(signIn(WRONG)).isInstanceOf(Refused.class);
    }
    for (long pause : new long[] {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900}) {
      assertThat(signIn(PASSWORD)).isEqualTo(new Throttled(Duration.ofSeconds(pause)));
      timeline.advance(Duration.ofSeconds(pause));
      assertThat(signIn(WRONG)).isInstanceOf(Refused.class);
    }
    timeline.advance(Duration.ofSeconds(900));
    assertThat(signIn(PASSWORD)).isInstanceOf(SignedIn.class);
    assertThat(signIn(WRONG)).isInstanceOf(Refused.class);
  }

  @Test
  void a_stranger_cannot_keep_an_owner_out() {
    kim();
    assertThat(signIn(PASSWORD)).isInstanceOf(SignedIn.class);
    for (int i = 0; i < 3; i++) {
      access.signIn().withPassword("kim", WRONG, ELSEWHERE);
    }
    assertThat(access.signIn().withPassword("kim", PASSWORD, ELSEWHERE))
        .isInstanceOf(Throttled.class);
    assertThat(signIn(PASSWORD)).isInstanceOf(SignedIn.class);
  }

  @Test
  void an_address_that_tries_many_names_is_slowed_down_and_so_is_its_ipv6_network() {
    kim();
    for (int i = 0; i < 10; i++) {
      access.signIn().withPassword("user" + i, WRONG, "2001:db8:0:1::" + i);
    }
    assertThat(access.signIn().withPassword("kim", PASSWORD, "2001:db8:0:1::ffff"))
        .isInstanceOf(Throttled.class);
    assertThat(access.signIn().withPassword("kim", PASSWORD, "2001:db8:0:2::1"))
        .isInstanceOf(SignedIn.class);
  }

  @Test
  void a_failed_sign_in_is_recorded_without_what_was_typed() {
    kim();
    signIn(WRONG);
    access.signIn().withPassword("my secret password", "x", ELSEWHERE);
    var failures = journal.find(new EventQuery(null, null, null, "access.sign-in-failed", null, 9));
    assertThat(failures).hasSize(2);
    assertThat(failures.get(1).what().args())
        .containsEntry("user", "kim")
        .containsEntry("address", HOME);
    assertThat(failures.toString()).doesNotContain(WRONG, "my secret password");
  }

  @Test
  void a_new_password_ends_the_other_sessions() {
    kim();
    SignedIn here = (SignedIn) signIn(PASSWORD);
    SignedIn there = (SignedIn) signIn(PASSWORD);
    String fresh = "another long password";
    assertThat(access.signIn().changePassword(here.principal(), here.cookie(), WRONG, fresh, HOME))
        .isInstanceOf(Refused.class);
    assertThat(
            access.signIn().changePassword(here.principal(), here.cookie(), PASSWORD, fresh, HOME))
        .isInstanceOf(SignedIn.class);
    assertThat(access.bySession(here.cookie())).isNotNull();
    assertThat(access.bySession(there.cookie())).isNull();
    assertThat(signIn(PASSWORD)).isInstanceOf(Refused.class);
    assertThat(signIn(fresh)).isInstanceOf(SignedIn.class);
  }

  @Test
  void a_short_password_is_refused_with_a_hint() {
    kim();
    assertThatThrownBy(() -> access.users().setPassword("kim", "짧다", "", "jigi"))
        .isInstanceOfSatisfying(
            UserError.class, e -> assertThat(e.code()).isEqualTo("password-too-short"));
  }

  @Test
  void grants_hold_on_their_system_and_for_their_verbs_only() {
    kim();
    access.users().grant("kim", "operations", "shop", "user:admin");
    Principal kim = ((SignedIn) signIn(PASSWORD)).principal();
    assertThat(access.may(kim, "shop", Verb.RUN)).isTrue();
    assertThat(access.may(kim, "shop", Verb.APPROVE)).isTrue();
    assertThat(access.may(kim, "shop", Verb.EDIT)).isFalse();
    assertThat(access.may(kim, "bank", Verb.VIEW)).isFalse();
    assertThat(access.may(kim, "*", Verb.VIEW)).isFalse();
    access.users().revoke("kim", "operations", "shop", "user:admin");
    access.users().grant("kim", "management", "*", "user:admin");
    kim = ((SignedIn) signIn(PASSWORD)).principal();
    assertThat(access.may(kim, "shop", Verb.RUN)).isFalse();
    assertThat(access.may(kim, "bank", Verb.VIEW)).isTrue();
  }

  @Test
  void a_role_can_be_defined_and_changed_for_all_who_hold_it() {
    kim();
    access.users().defineRole("night-shift", Set.of(Verb.VIEW), "user:admin");
    access.users().grant("kim", "night-shift", "shop", "user:admin");
    String cookie = ((SignedIn) signIn(PASSWORD)).cookie();
    assertThat(access.may(bySession(cookie), "shop", Verb.RUN)).isFalse();
    access.users().defineRole("night-shift", Set.of(Verb.VIEW, Verb.RUN), "user:admin");
    assertThat(access.may(bySession(cookie), "shop", Verb.RUN)).isTrue();
    assertThatThrownBy(() -> access.users().grant("kim", "nightshift", "shop", "user:admin"))
        .hasMessageContaining("did you mean 'night-shift'?");
    assertThatThrownBy(() -> access.users().defineRole("admin", Set.of(), "user:admin"))
        .hasMessageContaining("admin-role-fixed");
  }

  @Test
  void a_disabled_user_is_out_at_once() {
    kim();
    String cookie = ((SignedIn) signIn(PASSWORD)).cookie();
    User kim = Objects.requireNonNull(access.users().byName("kim"));
    String cli = access.tokens().make("cli", Scope.CLI, "*", kim, null, "user:kim").secret();
    assertThat(access.byToken(cli)).isNotNull();
    // The first use was written down; from the second on it is known without reading.
    assertThat(access.byToken(cli)).isNotNull();
    access.users().disable("kim", "user:admin");
    assertThat(access.bySession(cookie)).isNull();
    assertThat(access.byToken(cli)).isNull();
    assertThat(signIn(PASSWORD)).isInstanceOf(Refused.class);
    access.users().enable("kim", "user:admin");
    assertThat(signIn(PASSWORD)).isInstanceOf(SignedIn.class);
  }

  @Test
  void the_last_administrator_stays() {
    access.signIn().firstLink();
    assertThatThrownBy(() -> access.users().disable("admin", "user:admin"))
        .hasMessageContaining("last-administrator");
    assertThatThrownBy(() -> access.users().revoke("admin", "admin", "*", "user:admin"))
        .hasMessageContaining("last-administrator");
    assertThat(Objects.requireNonNull(access.users().byName("admin")).state().isDisabled())
        .isFalse();
  }

  @Test
  void a_token_is_good_for_its_scope_its_system_and_its_time() throws Exception {
    var query =
        access.tokens().make("grafana", Scope.QUERY, "shop", null, Duration.ofDays(1), "jigi");
    Principal grafana = Objects.requireNonNull(access.byToken(query.secret()));
    assertThat(grafana.scope()).isEqualTo(Scope.QUERY);
    assertThat(grafana.actor()).isEqualTo("token:grafana");
    assertThat(access.may(grafana, "shop", Verb.VIEW)).isTrue();
    assertThat(access.may(grafana, "bank", Verb.VIEW)).isFalse();
    assertThat(access.may(grafana, "shop", Verb.RUN)).isFalse();
    assertThat(access.tokens().all().getFirst().lastUsedAt()).isEqualTo(timeline.instant());
    var ingest = access.tokens().make("push", Scope.INGEST, "*", null, null, "jigi");
    Principal push = Objects.requireNonNull(access.byToken(ingest.secret()));
    assertThat(push.mayAnywhere(Verb.VIEW)).isFalse();
    assertThat(access.byToken(ingest.secret())).isEqualTo(push);
    timeline.advance(Duration.ofDays(1));
    assertThat(access.byToken(query.secret())).isNull();
    access.tokens().revoke(ingest.token().id(), "jigi");
    assertThat(access.byToken(ingest.secret())).isNull();
    assertThatThrownBy(() -> access.tokens().revoke("x", "jigi"))
        .hasMessageContaining("no-such-token");
    Principal shop =
        Objects.requireNonNull(
            access.byToken(
                access.tokens().make("shop", Scope.INGEST, "shop", null, null, "jigi").secret()));
    assertThat(shop.grants()).containsExactly(new Grant("ingest", "shop", java.util.Set.of()));
    assertThat(shop.may("shop", Verb.VIEW)).isFalse();
  }

  @Test
  void the_local_command_line_has_a_private_token_file(@TempDir Path data) throws Exception {
    Path file = access.tokens().localFile(data);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    String secret = Files.readString(file).strip();
    assertThat(Objects.requireNonNull(access.byToken(secret)).isAdministrator()).isTrue();
    access.tokens().localFile(data);
    assertThat(Files.readString(file).strip()).isEqualTo(secret);
    Files.writeString(file, "nonsense");
    access.tokens().localFile(data);
    assertThat(access.byToken(Files.readString(file).strip())).isNotNull();
    assertThat(access.byToken(secret)).isNull();
  }

  @Test
  void preferences_are_kept_per_user() {
    kim();
    access.users().prefer("kim", new Preferences(Language.EN, Theme.DARK), "user:kim");
    assertThat(((SignedIn) signIn(PASSWORD)).principal().preferences())
        .isEqualTo(new Preferences(Language.EN, Theme.DARK));
  }

  @Test
  void every_change_is_recorded_with_its_actor() {
    kim();
    access.users().grant("kim", "dba", "shop", "user:admin");
    access.users().grant("kim", "dba", "shop", "user:admin");
    access.users().revoke("kim", "dba", "shop", "user:admin");
    access.users().disable("kim", "user:admin");
    assertThat(
            journal.find(EventQuery.newest(100)).reversed().stream().map(AccessTest::told).toList())
        .containsExactly(
            "access.user-added by user:admin",
            "access.granted by user:admin",
            "access.user-added by user:admin",
            "access.password-changed by user:admin",
            "access.granted by user:admin",
            "access.revoked by user:admin",
            "access.user-disabled by user:admin");
  }

  @Test
  void bad_names_are_refused() {
    for (String name : new String[] {"", "Kim", "9kim", "kim lee", "김", "k".repeat(33)}) {
      assertThatThrownBy(() -> access.users().add(name, "", "jigi"))
          .hasMessageContaining("bad-user-name");
    }
    kim();
    assertThatThrownBy(() -> access.users().add("kim", "", "jigi"))
        .hasMessageContaining("user-exists");
  }

  private static String told(Event event) {
    return event.what().kind().name() + " by " + event.what().actor();
  }

  private Principal bySession(String cookie) {
    return Objects.requireNonNull(access.bySession(cookie));
  }

  private SignInResult signIn(String password) {
    return access.signIn().withPassword("kim", password, HOME);
  }

  private void kim() {
    access.users().add("root", "", "user:admin");
    access.users().grant("root", "admin", "*", "user:admin");
    access.users().add("kim", "김지기", "user:admin");
    access.users().setPassword("kim", PASSWORD, "", "user:admin");
  }
}

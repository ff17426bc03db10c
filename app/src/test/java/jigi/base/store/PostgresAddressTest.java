package jigi.base.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jigi.base.kernel.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresAddressTest {
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          postgresql://jigi@db:6432/ops, jdbc:postgresql://db:6432/ops, jigi
          postgres://jigi@db/ops,        jdbc:postgresql://db:5432/ops, jigi
          postgresql://a%40b@[::1]/ops,  jdbc:postgresql://[::1]:5432/ops, a@b
          postgresql://j@db/ops?sslmode=verify-full&sslrootcert=/ca.pem, \
          jdbc:postgresql://db:5432/ops?sslmode=verify-full&sslrootcert=/ca.pem, j
          """)
  void readsWhatPostgresPeopleWrite(String text, String url, String user) {
    assertThat(Settings.Postgres.at(text, "secret"))
        .isEqualTo(new Settings.Postgres(url, user, "secret"));
  }

  @Test
  void isShownWithoutOptionsAndPassword() {
    Settings.Postgres store =
        Settings.Postgres.at("postgresql://j@db/ops?sslmode=require", "pssst");
    assertThat(store).hasToString("postgresql://j@db:5432/ops");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          mysql://jigi@db/ops,                 bad-store, 'mysql'
          postgresql://db/ops,                 bad-store, no user
          postgresql://jigi@/ops,              bad-store, address of the store
          postgresql://jigi@db,                bad-store, no database
          postgresql://jigi@db/,               bad-store, no database
          postgresql://jigi@db/a/b,            bad-store, no database
          postgresql://jigi@db/ops?sslmod=x,   bad-store, did you mean 'sslmode'?
          postgresql://jigi:pssst@db/ops,      password-in-store, --store-password
          postgresql://jigi@db/o?password=pssst, password-in-store, --store-password
          postgresql://jigi:ps sst@db/ops,     bad-store, no URL
          """)
  void saysWhatIsWrongAndRepeatsNoPassword(String text, String code, String told) {
    assertThatThrownBy(() -> Settings.Postgres.at(text, ""))
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(told)
        .hasMessageNotContaining("sst");
  }
}

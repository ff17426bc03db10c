package jigi.base.connect.postgres;

import java.util.List;
import jigi.base.config.Field;
import jigi.base.config.Values;
import jigi.base.connect.Access;
import jigi.base.connect.Address;
import jigi.base.connect.Connection;
import jigi.base.connect.ConnectionKind;

/** Connections to PostgreSQL, and to what speaks its protocol. */
public final class PostgresKind implements ConnectionKind {
  private static final Field<Address> AT =
      Field.required(
          "postgres",
          Address.shape("app@db.example.com:5432/app", 5432),
          "Account, server and database: app@db.example.com:5432/app.");

  @Override
  public String name() {
    return "postgres";
  }

  @Override
  public List<Field<?>> fields() {
    return Access.fieldsAfter(AT);
  }

  @Override
  public Connection configure(Values values) {
    Address at = values.get(AT);
    String user = at.user().isEmpty() ? "postgres" : at.user();
    String database = at.database().isEmpty() ? user : at.database();
    return new PostgresConnection(
        new Address(user, at.host(), at.port(), database), Access.of(values));
  }
}

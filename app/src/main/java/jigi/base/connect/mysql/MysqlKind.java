package jigi.base.connect.mysql;

import java.util.List;
import jigi.base.config.Field;
import jigi.base.config.Values;
import jigi.base.connect.Access;
import jigi.base.connect.Address;
import jigi.base.connect.Connection;
import jigi.base.connect.ConnectionKind;

/** Connections to MySQL and MariaDB. */
public final class MysqlKind implements ConnectionKind {
  private static final Field<Address> AT =
      Field.required(
          "mysql",
          Address.shape("app@db.example.com:3306/app", 3306),
          "Account, server and, where one is used, database: app@db.example.com:3306/app.");

  @Override
  public String name() {
    return "mysql";
  }

  @Override
  public List<Field<?>> fields() {
    return Access.fieldsAfter(AT);
  }

  @Override
  public Connection configure(Values values) {
    Address at = values.get(AT);
    String user = at.user().isEmpty() ? "root" : at.user();
    return new MysqlConnection(
        new Address(user, at.host(), at.port(), at.database()), Access.of(values));
  }
}

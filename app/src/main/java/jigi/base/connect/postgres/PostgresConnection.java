package jigi.base.connect.postgres;

import jigi.base.connect.Access;
import jigi.base.connect.Address;
import jigi.base.connect.database.SqlConnection;
import jigi.base.connect.database.SqlServer;

/** A PostgreSQL server, an account and a database. */
public record PostgresConnection(Address at, Access access) implements SqlConnection {
  @Override
  public String kind() {
    return "postgres";
  }

  @Override
  public SqlServer server() {
    return new PostgresServer(at.user());
  }
}

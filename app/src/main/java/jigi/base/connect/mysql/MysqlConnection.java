package jigi.base.connect.mysql;

import jigi.base.connect.Access;
import jigi.base.connect.Address;
import jigi.base.connect.database.SqlConnection;
import jigi.base.connect.database.SqlServer;

/** A MySQL or MariaDB server, an account and perhaps a database. */
public record MysqlConnection(Address at, Access access) implements SqlConnection {
  @Override
  public String kind() {
    return "mysql";
  }

  @Override
  public SqlServer server() {
    return new MysqlServer();
  }
}

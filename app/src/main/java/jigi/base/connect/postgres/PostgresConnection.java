package jigi.base.connect.postgres;

import jigi.base.config.Secret;
import jigi.base.connect.Access;
import jigi.base.connect.Address;
import jigi.base.connect.ConnectionTest;
import jigi.base.connect.Opening;
import jigi.base.connect.database.SqlConnection;
import jigi.base.connect.database.SqlSession;
import jigi.base.connect.database.SqlSignIn;
import jigi.base.connect.wire.WireException;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL server, an account and a database. */
public record PostgresConnection(Address at, Access access) implements SqlConnection {
  @Override
  public String kind() {
    return "postgres";
  }

  @Override
  public String text() {
    return at.toString();
  }

  @Override
  public @Nullable String on() {
    return access.on();
  }

  private SqlSignIn signIn() {
    return new SqlSignIn(at, access, new PostgresServer(at, access));
  }

  @Override
  public SqlSession open(Opening opening)
      throws WireException, Secret.Missing, InterruptedException {
    return signIn().open(opening);
  }

  @Override
  public ConnectionTest test(Opening opening) throws InterruptedException {
    return signIn().test(opening);
  }
}

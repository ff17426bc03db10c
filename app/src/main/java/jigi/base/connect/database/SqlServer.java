package jigi.base.connect.database;

import java.nio.file.Path;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import jigi.base.connect.Stage;
import org.jspecify.annotations.Nullable;

/** A product that speaks SQL: its driver and what the driver's errors mean. */
public interface SqlServer {
  /** How far the server's certificate is believed, in the words that the drivers share. */
  enum Trust {
    OFF("disable"),
    /** Encrypted, whoever it is. */
    ANYBODY(""),
    /** Through a host the name at hand is the near end's, so that only the chain can be held. */
    CHAIN("verify-ca"),
    NAME("verify-full");

    private final String word;

    Trust(String word) {
      this.word = word;
    }

    /** The word for it, given the driver's own for {@link #ANYBODY}. */
    public String word(String anybody) {
      return this == ANYBODY ? anybody : word;
    }
  }

  /**
   * How to connect.
   *
   * @param millis what is left of the time, above 0
   * @param ca the authorities to trust; null means those of the platform
   */
  record Terms(long millis, Trust trust, @Nullable Path ca) {}

  /** Loaded at the first use. */
  Driver driver();

  /** What the driver's URLs begin with, as {@code jdbc:postgresql:}. */
  String scheme();

  /** The driver's settings besides account and password. */
  Properties properties(Terms terms);

  /** The server's own words, without the driver's decoration. */
  String said(SQLException e);

  /** True when the two sides could not agree on encryption. */
  boolean isWithoutTls(SQLException e);

  /** What to do about a login that failed. */
  String advice(SQLException e);

  /** Looks around in a session: the stages LOGIN and RIGHTS. */
  List<Stage> greet(SqlSession session) throws QueryException;
}

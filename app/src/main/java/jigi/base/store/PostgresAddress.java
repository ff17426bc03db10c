package jigi.base.store;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import jigi.base.kernel.Nearest;
import jigi.base.kernel.UserError;

/**
 * Reads {@code postgresql://user@host:port/database}, as PostgreSQL's own programs take it. What
 * else may be said after a question mark is how the wire is protected.
 */
final class PostgresAddress {
  private static final List<String> OPTIONS =
      List.of("sslmode", "sslrootcert", "sslcert", "sslkey");
  private static final String EXAMPLE = "postgresql://jigi@db.example.com:5432/jigi";
  private static final int PORT = 5432;

  private PostgresAddress() {}

  /**
   * Never repeats a text that may hold a password.
   *
   * @throws UserError {@code bad-store}, {@code password-in-store}
   */
  static Settings.Postgres read(String text, String password) {
    URI uri = uri(text);
    String account = uri.getRawUserInfo();
    if (account != null && account.contains(":")) {
      throw new UserError(
          "password-in-store",
          "the address of the store holds a password, which every user of this machine could see",
          "write it without (" + EXAMPLE + ") and name a file by --store-password");
    }
    String scheme = String.valueOf(uri.getScheme());
    if (!scheme.equals("postgresql") && !scheme.equals("postgres")) {
      throw bad("'" + scheme + "' is no kind of store");
    }
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    if (account == null || account.isEmpty()) {
      throw bad("the address of the store names no user");
    }
    if (uri.getHost() == null) {
      throw bad("the address of the store names no host");
    }
    if (path.length() < 2 || path.indexOf('/', 1) > 0) {
      throw bad("the address of the store names no database");
    }
    String place =
        uri.getHost() + ":" + (uri.getPort() < 0 ? PORT : uri.getPort()) + path + options(uri);
    return new Settings.Postgres("jdbc:postgresql://" + place, decoded(account), password);
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      // Neither its message nor its cause is passed on: they repeat the text.
      throw bad("the address of the store is no URL");
    }
  }

  private static String options(URI uri) {
    if (uri.getRawQuery() == null) {
      return "";
    }
    List<String> kept = new ArrayList<>();
    for (String option : uri.getRawQuery().split("&")) {
      String name = option.replaceFirst("=.*", "");
      if (name.equals("password")) {
        throw new UserError(
            "password-in-store",
            "the address of the store holds a password, which every user of this machine could see",
            "name a file by --store-password instead");
      }
      if (!OPTIONS.contains(name)) {
        throw new UserError(
            "bad-store",
            "the address of the store has an unknown option '" + name + "'",
            Nearest.hint(name, OPTIONS));
      }
      kept.add(option);
    }
    return "?" + String.join("&", kept);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static UserError bad(String fact) {
    return new UserError("bad-store", fact, "write --store " + EXAMPLE);
  }
}

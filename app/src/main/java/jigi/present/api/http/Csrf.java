package jigi.present.api.http;

import jigi.base.kernel.Hash;
import jigi.base.kernel.Ids;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that prove that a form came from our own page. Salted anew for every page, so that
 * compression gives nothing away about them.
 */
public final class Csrf {
  private static final int SALT_BYTES = 8;

  private Csrf() {}

  public static String token(Visitor visitor) {
    return token(visitor.key(), Ids.secret(SALT_BYTES));
  }

  static boolean proves(Visitor visitor, @Nullable String token) {
    int dot = token == null ? -1 : token.indexOf('.');
    if (token == null || dot < 0) {
      return false;
    }
    String expected = token(visitor.key(), token.substring(0, dot));
    return Hash.isSame(expected, token);
  }

  private static String token(String key, String salt) {
    return salt + "." + Hash.of("csrf " + key + " " + salt);
  }
}

package jigi.base.connect.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import jigi.base.config.Secret;
import jigi.base.connect.Opening;
import jigi.base.connect.wire.WireException;
import org.jspecify.annotations.Nullable;

/**
 * How to sign in: by user and password (RFC 7617), by a bearer token (RFC 6750), by other headers.
 *
 * @param user empty without a password
 */
record HttpLogin(
    String user, @Nullable Secret password, @Nullable Secret token, Map<String, Secret> headers) {
  /**
   * @throws WireException UNKNOWN when a secret cannot stand in a header
   */
  Map<String, String> headers(Opening opening) throws WireException, Secret.Missing {
    Map<String, String> all = new LinkedHashMap<>();
    for (Map.Entry<String, Secret> header : headers.entrySet()) {
      all.put(header.getKey(), oneLine(header.getKey(), opening.secret(header.getValue())));
    }
    if (password != null) {
      String both = user + ":" + opening.secret(password);
      String encoded = Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
      all.put("Authorization", "Basic " + encoded);
    }
    if (token != null) {
      all.put("Authorization", "Bearer " + oneLine("Authorization", opening.secret(token)));
    }
    return all;
  }

  private static String oneLine(String header, String value) throws WireException {
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw WireException.unknown("the secret for header " + header + " has line breaks");
    }
    return value;
  }
}

package jigi.operate.backup.source;

import org.jspecify.annotations.Nullable;

/**
 * Where a person wants something restored, as written: {@code shop_copy}, or {@code
 * shop_copy@other} on the server of another connection.
 *
 * @param at the connection; null for that of the plan
 */
public record Target(String name, @Nullable String at) {
  /** Nothing on another server is replaced, so that a name to be replaced is taken as it is. */
  public static Target of(String written, boolean over) {
    int sign = over || written.startsWith("/") ? -1 : written.lastIndexOf('@');
    return sign < 0
        ? new Target(written, null)
        : new Target(written.substring(0, sign), written.substring(sign + 1));
  }

  /** The connection that is meant. */
  public String at(String own) {
    return at == null ? own : at;
  }
}

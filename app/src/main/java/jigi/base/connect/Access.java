package jigi.base.connect;

import java.util.List;
import jigi.base.config.Field;
import jigi.base.config.Secret;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import org.jspecify.annotations.Nullable;

/**
 * What connections to servers with a login have in common.
 *
 * @param password null when the server asks for none
 * @param tls null means {@link TlsMode#usual}
 * @param ca a PEM file of the authorities to trust, relative to the manual's folder; null means
 *     those of the platform
 * @param on see {@link Connection#on}
 */
public record Access(
    @Nullable Secret password, @Nullable TlsMode tls, @Nullable String ca, @Nullable String on) {
  private static final Field<Secret> PASSWORD =
      Field.optional("password", Secret.shape(), "Where the account's password is found.");
  private static final Field<TlsMode> TLS =
      Field.optional(
          "tls",
          Shapes.oneOf(TlsMode.class),
          "off, require (encrypted) or verify (the certificate too); absent: require, and off for"
              + " loopback and through a host.");
  private static final Field<String> CA =
      Field.optional("ca", Shapes.text(), "A PEM file of the authorities to trust, for verify.");
  private static final Field<String> ON =
      Field.optional("on", Shapes.text(), "The host that it is made from, one of 'hosts'.");

  /** The keys, after the one that names the server. */
  public static List<Field<?>> fieldsAfter(Field<Address> server) {
    return List.of(server, PASSWORD, TLS, CA, ON);
  }

  /** The keys of a server that asks for no password. */
  public static List<Field<?>> withoutPassword() {
    return List.of(TLS, CA, ON);
  }

  public static Access of(Values values) {
    return new Access(values.find(PASSWORD), values.find(TLS), values.find(CA), values.find(ON));
  }

  /** The protection in force for a server at that host. */
  public TlsMode tlsTo(String host) {
    if (tls != null) {
      return tls;
    }
    return on == null || on.equals(Hosts.LOCAL) ? TlsMode.usual(host) : TlsMode.OFF;
  }
}

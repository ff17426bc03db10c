package jigi.base.connect.http;

import java.net.URI;
import java.util.List;
import java.util.Map;
import jigi.base.config.Field;
import jigi.base.config.Secret;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.base.connect.Connection;
import jigi.base.connect.ConnectionKind;
import org.jspecify.annotations.Nullable;

/** Connections to HTTP services. */
public final class HttpKind implements ConnectionKind {
  private static final Field<URI> BASE =
      Field.required(
          "http", Shapes.httpUrl(), "The service's address; what asks it adds a path to it.");
  private static final Field<String> USER =
      Field.optional("user", Shapes.text(), "The account, for basic authentication.");
  private static final Field<Secret> PASSWORD =
      Field.optional("password", Secret.shape(), "Where the account's password is found.");
  private static final Field<Secret> TOKEN =
      Field.optional("token", Secret.shape(), "Where a bearer token is found.");
  private static final Field<Map<String, Secret>> HEADERS =
      Field.optional(
          "headers", Shapes.mapOf(Secret.shape()), "Other headers with secrets, by name.");
  private static final Field<String> CA =
      Field.optional("ca", Shapes.text(), "A PEM file of the authorities to trust.");
  private static final Field<String> CERTIFICATE =
      Field.optional("certificate", Shapes.text(), "A PEM file of the client's certificate.");
  private static final Field<Secret> KEY =
      Field.optional("key", Secret.shape(), "Where that certificate's key is found, in PEM.");
  private static final Field<String> ON =
      Field.optional("on", Shapes.text(), "The host that it is made from, one of 'hosts'.");

  @Override
  public String name() {
    return "http";
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(BASE, USER, PASSWORD, TOKEN, HEADERS, CA, CERTIFICATE, KEY, ON);
  }

  @Override
  public @Nullable Connection configure(Values values) {
    URI base = values.get(BASE);
    if (base.getRawQuery() != null || base.getRawFragment() != null || base.getUserInfo() != null) {
      values.error(
          BASE,
          "bad-value",
          "the address of a service has no account, query or fragment",
          "write for example https://metrics.example.com/prometheus, and the account as 'user'");
      return null;
    }
    Secret password = values.find(PASSWORD);
    Secret token = values.find(TOKEN);
    String user = values.find(USER);
    if ((user == null) != (password == null) || (password != null && token != null)) {
      values.error(
          BASE,
          "bad-value",
          "a login is either user and password or a token",
          "write user: and password:, or token:");
      return null;
    }
    String certificate = values.find(CERTIFICATE);
    Secret key = values.find(KEY);
    if ((certificate == null) != (key == null)) {
      values.error(
          BASE,
          "bad-value",
          "a client shows a certificate and has its key",
          "write both certificate: and key:");
      return null;
    }
    return new HttpConnection(
        base,
        new HttpLogin(user == null ? "" : user, password, token, values.find(HEADERS, Map.of())),
        new HttpConnection.Files(values.find(CA), certificate, key),
        values.find(ON));
  }
}

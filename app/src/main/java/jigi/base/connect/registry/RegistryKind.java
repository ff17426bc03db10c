package jigi.base.connect.registry;

import java.net.URI;
import java.util.List;
import jigi.base.config.Field;
import jigi.base.config.Secret;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.base.connect.Connection;
import jigi.base.connect.ConnectionKind;
import org.jspecify.annotations.Nullable;

/** Connections to registries of images. */
public final class RegistryKind implements ConnectionKind {
  private static final Field<URI> AT =
      Field.required(
          "registry", Shapes.httpUrl(), "The registry: https://ghcr.io, without a repository.");
  private static final Field<String> USER =
      Field.optional(
          "user", Shapes.text(), "The account; without it the registry is asked as anybody.");
  private static final Field<Secret> PASSWORD =
      Field.optional(
          "password", Secret.shape(), "Where the account's password or access token is found.");
  private static final Field<String> CA =
      Field.optional("ca", Shapes.text(), "A PEM file of the authorities to trust.");
  private static final Field<String> ON =
      Field.optional("on", Shapes.text(), "The host that it is made from, one of 'hosts'.");

  @Override
  public String name() {
    return "registry";
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(AT, USER, PASSWORD, CA, ON);
  }

  @Override
  public @Nullable Connection configure(Values values) {
    URI at = values.get(AT);
    boolean bare = at.getRawPath() == null || at.getRawPath().matches("/?");
    if (!bare || at.getRawQuery() != null || at.getUserInfo() != null) {
      values.error(
          AT,
          "bad-value",
          "the address of a registry is a host and a port, nothing else ('" + at + "')",
          "write for example https://ghcr.io, the account as 'user', and the repository where it is"
              + " used");
      return null;
    }
    String user = values.find(USER);
    Secret password = values.find(PASSWORD);
    if ((user == null) != (password == null)) {
      values.error(
          AT, "bad-value", "a login is a user and a password", "write both user: and password:");
      return null;
    }
    return new RegistryConnection(
        URI.create(at.getScheme() + "://" + at.getRawAuthority()),
        user == null ? "" : user,
        password,
        values.find(CA),
        values.find(ON));
  }
}

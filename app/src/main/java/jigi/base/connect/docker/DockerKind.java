package jigi.base.connect.docker;

import java.util.ArrayList;
import java.util.List;
import jigi.base.config.Field;
import jigi.base.config.Secret;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.base.connect.Access;
import jigi.base.connect.Connection;
import jigi.base.connect.ConnectionKind;
import org.jspecify.annotations.Nullable;

/** Connections to Docker and Podman. */
public final class DockerKind implements ConnectionKind {
  private static final Field<Daemon> DAEMON =
      Field.required(
          "docker",
          Daemon.shape(),
          "Where the daemon listens: unix:///var/run/docker.sock or tcp://10.0.0.5:2376.");
  private static final Field<String> CERTIFICATE =
      Field.optional(
          "cert", Shapes.text(), "A PEM file with the client's certificate, for tcp with TLS.");
  private static final Field<Secret> KEY =
      Field.optional("key", Secret.shape(), "Where the certificate's private key is found (PEM).");

  @Override
  public String name() {
    return "docker";
  }

  @Override
  public List<Field<?>> fields() {
    List<Field<?>> fields = new ArrayList<>(List.of(DAEMON, CERTIFICATE, KEY));
    fields.addAll(Access.withoutPassword());
    return fields;
  }

  @Override
  public @Nullable Connection configure(Values values) {
    String certificate = values.find(CERTIFICATE);
    Secret key = values.find(KEY);
    if ((certificate == null) != (key == null)) {
      values.error(
          certificate == null ? KEY : CERTIFICATE,
          "incomplete-certificate",
          "a client's certificate needs both 'cert' and 'key'",
          "write for example cert: certs/jigi.pem and key: {file: keys/jigi.pem}");
      return null;
    }
    DockerConnection.Client client =
        certificate == null || key == null ? null : new DockerConnection.Client(certificate, key);
    return new DockerConnection(values.get(DAEMON), Access.of(values), client);
  }
}

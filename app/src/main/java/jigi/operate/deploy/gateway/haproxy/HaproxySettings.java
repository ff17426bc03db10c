package jigi.operate.deploy.gateway.haproxy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import jigi.base.config.Field;
import jigi.base.config.ObjectShape;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.operate.deploy.gateway.Gateway;
import jigi.operate.deploy.gateway.GatewayOpening;
import jigi.operate.deploy.gateway.GatewaySettings;
import jigi.operate.deploy.machine.Colour;
import jigi.operate.deploy.machine.Instance;
import jigi.operate.deploy.machine.Slot;

/**
 * {@code {haproxy: /run/haproxy/admin.sock, backend: app, state-file: /var/lib/haproxy/state}}.
 *
 * @param socket of the runtime API, with level admin
 * @param servers the names of the backend's servers
 * @param instances how the servers of instances are called; {@code {instance}} is filled in
 * @param stateFile what {@code server-state-file} of its configuration names
 */
public record HaproxySettings(
    String socket, String backend, Map<Colour, String> servers, String instances, String stateFile)
    implements GatewaySettings {
  /** What could end or begin a command of the runtime API is no name. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:-]+");

  private static final String INSTANCE = "{instance}";

  private static final Field<String> SOCKET =
      Field.required(
          "haproxy", Shapes.text(), "The Unix socket of its runtime API, with level admin.");
  private static final Field<String> BACKEND =
      Field.required("backend", name(), "The backend that has the servers.");
  private static final Field<String> BLUE =
      Field.optional("blue", name(), "blue", "The name of the blue server.");
  private static final Field<String> GREEN =
      Field.optional("green", name(), "green", "The name of the green server.");
  private static final Field<String> SERVER =
      Field.optional(
          "server",
          server(),
          "instance-{instance}",
          "The name of an instance's server; {instance} is filled in.");
  private static final Field<String> STATE_FILE =
      Field.required(
          "state-file",
          Shapes.text(),
          "The file that server-state-file of its configuration names; without it a restart of"
              + " HAProxy would forget the switch.");

  public HaproxySettings {
    servers = Map.copyOf(servers);
  }

  private static Shape<String> name() {
    return Shapes.scalar(
        "a name of HAProxy's configuration",
        "app",
        Map.of("type", "string", "pattern", "^" + NAME.pattern() + "$"),
        text -> NAME.matcher(text).matches() ? text : null);
  }

  private static Shape<String> server() {
    return Shapes.scalar(
        "a name with {instance} in it",
        "backend-{instance}",
        Map.of("type", "string", "pattern", "^[A-Za-z0-9_.:-]*[{]instance[}][A-Za-z0-9_.:-]*$"),
        text ->
            text.contains(INSTANCE) && NAME.matcher(text.replace(INSTANCE, "1")).matches()
                ? text
                : null);
  }

  public static ObjectShape<HaproxySettings> shape() {
    return ObjectShape.of(
            "HAProxy",
            List.of(SOCKET, BACKEND, BLUE, GREEN, SERVER, STATE_FILE),
            values ->
                new HaproxySettings(
                    values.get(SOCKET),
                    values.get(BACKEND),
                    Map.of(Colour.BLUE, values.get(BLUE), Colour.GREEN, values.get(GREEN)),
                    values.get(SERVER),
                    values.get(STATE_FILE)))
        .describedBy(HaproxySettings.class, "haproxy");
  }

  @Override
  public String kind() {
    return "haproxy";
  }

  @Override
  public String where() {
    return socket + " " + backend;
  }

  String server(Slot slot) {
    return switch (slot) {
      case Colour colour -> Objects.requireNonNull(servers.get(colour));
      case Instance instance -> instances.replace(INSTANCE, instance.key());
    };
  }

  @Override
  public boolean spreads() {
    return true;
  }

  @Override
  public Gateway open(GatewayOpening opening) {
    return new Haproxy(this, opening);
  }
}

package jigi.operate.deploy.gateway.nginx;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import jigi.base.config.Field;
import jigi.base.config.ObjectShape;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.operate.deploy.gateway.Gateway;
import jigi.operate.deploy.gateway.GatewayOpening;
import jigi.operate.deploy.gateway.GatewaySettings;
import jigi.operate.deploy.machine.Slot;
import org.jspecify.annotations.Nullable;

/**
 * {@code {nginx: /etc/nginx/shop-upstream.conf, pid: /run/nginx.pid}}.
 *
 * @param file that the configuration includes; Jigi writes it. With sockets the link to one of them
 * @param sockets of the colours, which nginx listens on itself; null where an included file says it
 * @param text what stands in it; {@code {address}} and {@code {colour}} are filled in
 * @param command nginx with what it needs to find its configuration
 * @param pid the file in which the master's number stands
 */
public record NginxSettings(
    String file, @Nullable String sockets, String text, List<String> command, String pid)
    implements GatewaySettings {
  private static final Field<String> FILE =
      Field.required(
          "nginx",
          Shapes.text(),
          "The file that its configuration includes within the upstream; Jigi writes it. With"
              + " 'sockets' the link that it proxies to; Jigi lets it lead to the live colour.");
  private static final Field<String> SOCKETS =
      Field.optional(
          "sockets",
          Shapes.text(),
          "The Unix socket of each colour, with {colour} in it; nginx listens there itself, so that"
              + " a switch needs no reload.");
  private static final Field<String> TEXT =
      Field.optional(
          "text",
          Shapes.text(),
          "server {address};",
          "What is written there, for each instance once; {address}, {colour} and {instance} are"
              + " filled in.");
  private static final Field<List<String>> COMMAND =
      Field.optional(
          "command",
          Shapes.listOf(Shapes.text()),
          "[nginx]",
          "How nginx is called, with -c where its configuration is not the usual one.");
  private static final Field<String> PID =
      Field.optional(
          "pid", Shapes.text(), "/run/nginx.pid", "The file in which its number stands.");

  public NginxSettings {
    command = List.copyOf(command);
  }

  public static ObjectShape<NginxSettings> shape() {
    return ObjectShape.of("nginx", List.of(FILE, SOCKETS, TEXT, COMMAND, PID), NginxSettings::of)
        .describedBy(NginxSettings.class, "nginx");
  }

  private static @Nullable NginxSettings of(Values values) {
    String sockets = values.find(SOCKETS);
    if (sockets != null && !sockets.contains("{colour}")) {
      values.error(
          SOCKETS,
          "same-name",
          "both colours have the same socket ('" + sockets + "')",
          "write {colour} into its name: /var/lib/shop/{colour}.sock");
      return null;
    }
    for (Field<?> other : List.of(TEXT, COMMAND, PID)) {
      if (sockets != null && values.has(other)) {
        values.error(
            other,
            "bad-value",
            "with 'sockets' no file is written and nothing is reloaded",
            "leave '" + other.name() + "' out");
        return null;
      }
    }
    return new NginxSettings(
        values.get(FILE), sockets, values.get(TEXT), values.get(COMMAND), values.get(PID));
  }

  @Override
  public String kind() {
    return "nginx";
  }

  @Override
  public boolean spreads() {
    return sockets == null;
  }

  @Override
  public String where() {
    return file;
  }

  @Override
  public Gateway open(GatewayOpening opening) {
    return sockets == null
        ? new Nginx(this, opening)
        : new NginxLink(opening.folder().resolve(file), colour -> socket(opening, colour));
  }

  private Path socket(GatewayOpening opening, Slot slot) {
    return opening
        .folder()
        .resolve(Objects.requireNonNull(sockets).replace("{colour}", slot.key()));
  }
}

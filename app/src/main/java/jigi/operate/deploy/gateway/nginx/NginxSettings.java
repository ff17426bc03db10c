package jigi.operate.deploy.gateway.nginx;

import java.util.List;
import jigi.base.config.Field;
import jigi.base.config.ObjectShape;
import jigi.base.config.Shapes;
import jigi.operate.deploy.gateway.Gateway;
import jigi.operate.deploy.gateway.GatewayOpening;
import jigi.operate.deploy.gateway.GatewaySettings;

/**
 * {@code {nginx: /etc/nginx/shop-upstream.conf, pid: /run/nginx.pid}}.
 *
 * @param file that the configuration includes; Jigi writes it
 * @param text what stands in it; {@code {address}} and {@code {colour}} are filled in
 * @param command nginx with what it needs to find its configuration
 * @param pid the file in which the master's number stands
 */
public record NginxSettings(String file, String text, List<String> command, String pid)
    implements GatewaySettings {
  private static final Field<String> FILE =
      Field.required(
          "nginx",
          Shapes.text(),
          "The file that its configuration includes within the upstream; Jigi writes it.");
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
    return ObjectShape.of(
            "nginx",
            List.of(FILE, TEXT, COMMAND, PID),
            values ->
                new NginxSettings(
                    values.get(FILE), values.get(TEXT), values.get(COMMAND), values.get(PID)))
        .describedBy(NginxSettings.class, "nginx");
  }

  @Override
  public String kind() {
    return "nginx";
  }

  @Override
  public boolean spreads() {
    return true;
  }

  @Override
  public String where() {
    return file;
  }

  @Override
  public Gateway open(GatewayOpening opening) {
    return new Nginx(this, opening);
  }
}

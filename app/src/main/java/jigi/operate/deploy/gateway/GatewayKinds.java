package jigi.operate.deploy.gateway;

import java.util.Map;
import jigi.base.config.KindShape;
import jigi.base.config.Shape;
import jigi.operate.deploy.gateway.caddy.CaddySettings;
import jigi.operate.deploy.gateway.haproxy.HaproxySettings;
import jigi.operate.deploy.gateway.nginx.NginxSettings;
import jigi.operate.deploy.gateway.program.ProgramSettings;
import jigi.operate.deploy.gateway.traefik.TraefikSettings;

/** The kinds of gateways; a new one is one line here. */
public final class GatewayKinds {
  private static final Map<String, Shape<? extends GatewaySettings>> ALL =
      Map.of(
          "caddy", CaddySettings.shape(),
          "program", ProgramSettings.shape(),
          "haproxy", HaproxySettings.shape(),
          "nginx", NginxSettings.shape(),
          "traefik", TraefikSettings.shape());

  private GatewayKinds() {}

  /** {@code {haproxy: /run/haproxy/admin.sock, backend: app, state-file: …}}. */
  public static Shape<GatewaySettings> shape() {
    return new KindShape<>("a gateway", ALL);
  }
}

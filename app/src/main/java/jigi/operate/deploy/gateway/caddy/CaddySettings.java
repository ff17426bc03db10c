package jigi.operate.deploy.gateway.caddy;

import java.net.URI;
import java.util.List;
import java.util.Map;
import jigi.base.config.Field;
import jigi.base.config.ObjectShape;
import jigi.base.config.Shapes;
import jigi.operate.deploy.gateway.Gateway;
import jigi.operate.deploy.gateway.GatewayOpening;
import jigi.operate.deploy.gateway.GatewaySettings;

/**
 * {@code {caddy: http://127.0.0.1:2019, id: backend}}.
 *
 * @param api its admin endpoint
 * @param id the {@code @id} of the handler {@code reverse_proxy}
 */
public record CaddySettings(URI api, String id) implements GatewaySettings {
  private static final Field<URI> API =
      Field.required("caddy", Shapes.httpUrl(), "Its admin endpoint: http://127.0.0.1:2019.");
  private static final Field<String> ID =
      Field.required(
          "id",
          Shapes.scalar(
              "letters, digits and . _ -",
              "backend",
              Map.of("type", "string", "pattern", "^[A-Za-z0-9._-]+$"),
              text -> text.matches("[A-Za-z0-9._-]+") ? text : null),
          "The @id of the reverse_proxy handler in its configuration.");

  public static ObjectShape<CaddySettings> shape() {
    return ObjectShape.of(
            "Caddy", List.of(API, ID), values -> new CaddySettings(values.get(API), values.get(ID)))
        .describedBy(CaddySettings.class, "caddy");
  }

  @Override
  public String kind() {
    return "caddy";
  }

  @Override
  public String where() {
    return api + " " + id;
  }

  @Override
  public boolean spreads() {
    return true;
  }

  @Override
  public Gateway open(GatewayOpening opening) {
    return new Caddy(this, opening);
  }
}

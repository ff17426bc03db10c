package jigi.operate.deploy.gateway.traefik;

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
 * {@code {traefik: /etc/traefik/dynamic/backend.yml, service: backend, api:
 * http://127.0.0.1:8080}}.
 *
 * @param file in the directory that its file provider watches; Jigi writes it
 * @param service that the file defines, and routers name as {@code backend@file}
 * @param api where Traefik says what it does
 */
public record TraefikSettings(String file, String service, URI api) implements GatewaySettings {
  private static final Field<String> FILE =
      Field.required(
          "traefik",
          Shapes.scalar(
              "a path that ends in .yml or .yaml",
              "/etc/traefik/dynamic/backend.yml",
              Map.of("type", "string", "pattern", "[.]ya?ml$"),
              text -> text.matches(".*[.]ya?ml") ? text : null),
          "The file with the service, in the directory that its file provider watches; Jigi writes"
              + " it.");
  private static final Field<String> SERVICE =
      Field.required(
          "service",
          Shapes.scalar(
              "letters, digits and _ -",
              "backend",
              Map.of("type", "string", "pattern", "^[A-Za-z0-9_-]+$"),
              text -> text.matches("[A-Za-z0-9_-]+") ? text : null),
          "The service that the file defines; routers name it with @file.");
  private static final Field<URI> API =
      Field.required(
          "api", Shapes.httpUrl(), "Traefik's own API, which says whether it has read the file.");

  public static ObjectShape<TraefikSettings> shape() {
    return ObjectShape.of(
            "Traefik",
            List.of(FILE, SERVICE, API),
            values -> new TraefikSettings(values.get(FILE), values.get(SERVICE), values.get(API)))
        .describedBy(TraefikSettings.class, "traefik");
  }

  @Override
  public String kind() {
    return "traefik";
  }

  @Override
  public String where() {
    return file + " " + service;
  }

  @Override
  public boolean spreads() {
    return true;
  }

  @Override
  public Gateway open(GatewayOpening opening) {
    return new Traefik(this, opening);
  }
}

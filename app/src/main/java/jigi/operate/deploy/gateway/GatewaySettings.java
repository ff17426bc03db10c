package jigi.operate.deploy.gateway;

/** The gateway, as a manual says it. */
public interface GatewaySettings {
  /** Its kind: {@code haproxy}. */
  String kind();

  /** By what people know it. */
  String where();

  Gateway open(GatewayOpening opening);
}

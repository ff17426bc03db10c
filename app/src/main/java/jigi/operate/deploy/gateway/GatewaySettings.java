package jigi.operate.deploy.gateway;

import java.util.List;

/** The gateway, as a manual says it. */
public interface GatewaySettings {
  /** Its kind: {@code haproxy}. */
  String kind();

  /** By what people know it. */
  String where();

  /** Whether it is a {@link Balancer} that can stand in front of instances. */
  default boolean spreads() {
    return false;
  }

  /** Env files that it reads. */
  default List<String> envFiles() {
    return List.of();
  }

  Gateway open(GatewayOpening opening);
}

package jigi.operate.deploy;

import java.util.LinkedHashMap;
import java.util.Map;

/** A manual's deployments, by name. */
public record DeploySettings(Map<String, Deployment> deployments) {
  public DeploySettings {
    deployments = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(deployments));
  }
}

package jigi.detect.inventory;

/** What sort of thing a component is; decides its icon and where it stands when nothing says so. */
public enum ComponentType {
  HOST,
  COMPOSE_PROJECT,
  SERVICE,
  CONTAINER,
  CLUSTER,
  TASK_DEFINITION,
  LOAD_BALANCER,
  TARGET_GROUP,
  GATEWAY,
  DATABASE,
  CACHE,
  BUCKET,
  TABLE,
  SECRET,
  ENDPOINT,
  CERTIFICATE,
  NETWORK,
  VOLUME,
  LOG_SOURCE,
  METRIC_SOURCE,
  IMAGE_REPOSITORY,
  GIT_REPOSITORY,
  INFRASTRUCTURE_OUTPUTS,
  /** Somebody else's service that the system needs; looked at first when something breaks. */
  EXTERNAL_SERVICE;

  /** Usual layers, from what people meet first down to what everything stands on. */
  public static final java.util.List<String> LAYERS =
      java.util.List.of("edge", "service", "data", "infrastructure", "tools", "external");

  /** One of {@link #LAYERS}. */
  public String layer() {
    return switch (this) {
      case LOAD_BALANCER, TARGET_GROUP, GATEWAY, ENDPOINT, CERTIFICATE -> "edge";
      case SERVICE, CONTAINER, COMPOSE_PROJECT, TASK_DEFINITION -> "service";
      case DATABASE, CACHE, BUCKET, TABLE, SECRET -> "data";
      case HOST, CLUSTER, NETWORK, VOLUME -> "infrastructure";
      case LOG_SOURCE, METRIC_SOURCE, IMAGE_REPOSITORY, GIT_REPOSITORY, INFRASTRUCTURE_OUTPUTS ->
          "tools";
      case EXTERNAL_SERVICE -> "external";
    };
  }

  /** As manuals write it: {@code load-balancer}. */
  public String key() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}

package jigi.detect.inventory;

/** What sort of thing a component is; decides its icon and where it stands when nothing says so. */
public enum ComponentType {
  HOST,
  COMPOSE_PROJECT,
  SERVICE,
  CONTAINER,
  CLUSTER,
  LOAD_BALANCER,
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
  EXTERNAL_SERVICE
}

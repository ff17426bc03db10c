package jigi.detect.discovery;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How well-known software is asked whether it is well. */
final class Known {
  private static final Pattern URL =
      Pattern.compile(
          "https?://(?:localhost|127\\.0\\.0\\.1|0\\.0\\.0\\.0|\\[::1?]|[a-z][a-z0-9_-]*)"
              + "(?::(?<port>[0-9]+))?(?<path>/[^\\s\"'|;&)>]*)?");
  private static final List<Software> ALL =
      List.of(
          new Software("redis|valkey|keydb|dragonfly", 6379, Way.REDIS, ""),
          new Software("memcached", 11211, Way.MEMCACHED, ""),
          new Software("grafana", 3000, Way.HTTP, "/api/health"),
          new Software("alertmanager", 9093, Way.HTTP, "/-/healthy"),
          new Software("prometheus", 9090, Way.HTTP, "/-/healthy"),
          new Software("loki", 3100, Way.HTTP, "/ready"),
          new Software("minio", 9000, Way.HTTP, "/minio/health/live"),
          new Software("elasticsearch|opensearch", 9200, Way.HTTP, "/_cluster/health"),
          new Software("influxdb", 8086, Way.HTTP, "/health"),
          new Software("gitea", 3000, Way.HTTP, "/api/healthz"),
          new Software("n8n", 5678, Way.HTTP, "/healthz"),
          new Software("cadvisor", 8080, Way.HTTP, "/healthz"),
          new Software("registry", 5000, Way.HTTP, "/v2/"),
          new Software("nginx|httpd|caddy|openresty", 80, Way.HTTP, "/"),
          new Software("traefik|haproxy", 80, Way.TCP, ""),
          new Software("postgres|postgis|timescaledb|pgvector|postgresql", 5432, Way.POSTGRES, ""),
          new Software("mysql|mariadb|percona|mysqld|mariadbd", 3306, Way.MYSQL, ""),
          new Software("mongo|mongodb", 27017, Way.TCP, ""),
          new Software("rabbitmq", 5672, Way.TCP, ""),
          new Software("kafka|redpanda", 9092, Way.TCP, ""),
          new Software("zookeeper", 2181, Way.TCP, ""),
          new Software("sshd|ssh", 22, Way.TCP, ""));

  private Known() {}

  /** The protocol in which an answer means something. */
  enum Way {
    HTTP,
    REDIS,
    POSTGRES,
    MYSQL,
    MEMCACHED,
    TCP
  }

  /**
   * @param names of images or services, as a regular expression over the whole name
   * @param port that it listens on unless told otherwise
   * @param path that answers when it is well; empty where the way has none
   */
  record Software(String names, int port, Way way, String path) {
    private boolean is(String kind) {
      return kind.matches("(?:.*[-_])?(?:" + names + ")(?:[-_].*)?")
          && !kind.matches(".*(exporter|admin|commander|ui)$");
    }
  }

  static @Nullable Software byName(String kind) {
    return ALL.stream().filter(each -> each.is(kind)).findFirst().orElse(null);
  }

  static @Nullable Software byPort(int port) {
    // Anything may listen where applications usually do.
    boolean anybodys = port != 80 && (looksLikeHttp(port) || port == 9000);
    return anybodys
        ? null
        : ALL.stream().filter(each -> each.port() == port).findFirst().orElse(null);
  }

  /** The account that a database's image is told to make, by its documented variables. */
  static Login login(Map<String, String> variables, String command) {
    if (variables.keySet().stream().anyMatch(key -> key.startsWith("POSTGRES_"))) {
      String user = variables.getOrDefault("POSTGRES_USER", "postgres");
      return new Login(
          user,
          variables.getOrDefault("POSTGRES_DB", user),
          !"trust".equals(variables.get("POSTGRES_HOST_AUTH_METHOD")));
    }
    for (String brand : List.of("MYSQL_", "MARIADB_")) {
      if (variables.keySet().stream().anyMatch(key -> key.startsWith(brand))) {
        return new Login(
            variables.getOrDefault(brand + "USER", "root"),
            variables.getOrDefault(brand + "DATABASE", ""),
            variables.keySet().stream().noneMatch(key -> key.contains("_EMPTY_")));
      }
    }
    boolean redisAsks =
        command.contains("requirepass")
            || variables.keySet().stream().anyMatch(key -> key.startsWith("REDIS_PASSWORD"));
    return redisAsks ? new Login("", "0", true) : Login.UNKNOWN;
  }

  /** A URL that a health check asks. */
  record Asked(int port, String path) {}

  /** What a health check asks by HTTP on itself; null when it asks otherwise. */
  static @Nullable Asked asked(String healthCheck) {
    Matcher matcher = URL.matcher(healthCheck);
    if (!matcher.find()) {
      return null;
    }
    String port = matcher.group("port");
    String path = matcher.group("path");
    int secure = matcher.group().startsWith("https") ? 443 : 80;
    return new Asked(port == null ? secure : Integer.parseInt(port), path == null ? "/" : path);
  }

  /** Ports on which web applications usually listen in their containers. */
  static boolean looksLikeHttp(int port) {
    return port == 80
        || (port >= 3000 && port < 3306)
        || port == 4000
        || port == 4200
        || port == 5000
        || port == 5173
        || (port >= 8000 && port < 9000);
  }
}

package jigi.detect.probe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jigi.testing.Component;
import jigi.testing.Server;

/**
 * Real servers that want a password; nginx plays those that cannot be installed, too.
 *
 * @param web nginx, which takes few connections at a time
 * @param balancer HAProxy with its statistics page
 * @param names dnsmasq
 */
record FaultyServers(
    Server web, Server balancer, Server names, Server prometheus, Server alertmanager)
    implements AutoCloseable {
  /** A part of what nginx takes. */
  static final int SOME = 4;

  private static final int PLACES = 48;

  /** Of {@code right-word}, by bcrypt with the least work. */
  private static final String ACCOUNT =
      "basic_auth_users: {jigi: $2b$04$abcdefghijklmnopqrstuuDwaEuOgnS5seP7eo24u9JCKJDfiL2Pi}\n";

  /** Starts all of them. */
  FaultyServers(Path folder) throws Exception {
    this(
        nginx(Files.createDirectory(folder.resolve("web"))),
        haproxy(folder),
        dnsmasq(folder),
        prometheus(folder),
        alertmanager(folder));
  }

  List<Server> all() {
    return List.of(web, balancer, names, prometheus, alertmanager);
  }

  @Override
  public void close() {
    all().forEach(Server::close);
  }

  private static Server nginx(Path folder) throws Exception {
    for (String[] page :
        new String[][] {
          {"health", "OK"},
          {"metrics", "orders_total 3\n"},
          {"api/health", "{\"database\": \"ok\", \"version\": \"11.0.0\"}"},
          {"ready", "ready\n"},
          {
            "loki/api/v1/query",
            "{\"status\": \"success\", \"data\": {\"resultType\": \"vector\", \"result\": []}}"
          },
        }) {
      Path file = folder.resolve("www").resolve(page[0]);
      Files.createDirectories(file.getParent());
      Files.writeString(file, page[1]);
    }
    Files.writeString(folder.resolve("users"), "jigi:{PLAIN}right-word\n");
    int port = Server.freePort();
    Path config =
        Files.writeString(
            folder.resolve("nginx.conf"),
            """
            daemon off; master_process off; pid %1$s/pid; error_log %1$s/error.log;
            events { worker_connections %3$d; }
            http {
              access_log off; client_header_timeout 10m; default_type application/json;
              client_body_temp_path %1$s/t1; proxy_temp_path %1$s/t2; fastcgi_temp_path %1$s/t3;
              uwsgi_temp_path %1$s/t4; scgi_temp_path %1$s/t5;
              map $http_authorization $token { default 0; "Bearer right-word" 1; }
              server {
                listen 127.0.0.1:%2$d; root %1$s/www;
                auth_basic inner; auth_basic_user_file %1$s/users;
                location / { }
                location = /nginx_status { stub_status; }
                location = /open { return 200; }
                location = /metrics { auth_basic off; if ($token = 0) { return 401; } }
              }
            }
            """
                .formatted(folder, port, PLACES));
    return start("nginx", folder, port, "-p", folder.toString(), "-c", config.toString());
  }

  private static Server haproxy(Path folder) throws Exception {
    int port = Server.freePort();
    Path config =
        Files.writeString(
            folder.resolve("haproxy.cfg"),
            """
            defaults
              mode http
              timeout connect 1s
              timeout client 5s
              timeout server 5s
            frontend in
              bind 127.0.0.1:%d
              stats enable
              stats uri /stats
              stats auth jigi:right-word
            """
                .formatted(port));
    return start("haproxy", folder, port, "-db", "-f", config.toString());
  }

  private static Server dnsmasq(Path folder) {
    int port = Server.freePort();
    return start(
        "dnsmasq",
        folder,
        port,
        "--keep-in-foreground",
        "--conf-file=/dev/null",
        "--no-resolv",
        "--no-hosts",
        "--port=" + port,
        "--listen-address=127.0.0.1",
        "--bind-interfaces",
        "--pid-file=",
        "--user=" + System.getProperty("user.name"),
        "--local=/test/",
        "--host-record=shop.test,203.0.113.7");
  }

  private static Server prometheus(Path folder) throws Exception {
    int port = Server.freePort();
    Files.writeString(folder.resolve("account.yml"), ACCOUNT);
    Path config =
        Files.writeString(
            folder.resolve("prometheus.yml"),
            """
            global: {scrape_interval: 1s, evaluation_interval: 1s}
            scrape_configs:
              - job_name: self
                basic_auth: {username: jigi, password: right-word}
                static_configs: [{targets: ['127.0.0.1:%d']}]
            """
                .formatted(port));
    return start(
        "prometheus",
        folder,
        port,
        "--config.file=" + config,
        "--web.config.file=" + folder.resolve("account.yml"),
        "--storage.tsdb.path=" + folder.resolve("data"),
        "--web.listen-address=127.0.0.1:" + port);
  }

  private static Server alertmanager(Path folder) throws Exception {
    int port = Server.freePort();
    Path config =
        Files.writeString(
            folder.resolve("alertmanager.yml"), "route: {receiver: r}\nreceivers: [{name: r}]\n");
    return start(
        "alertmanager",
        folder,
        port,
        "--config.file=" + config,
        "--web.config.file=" + folder.resolve("account.yml"),
        "--storage.path=" + folder.resolve("told"),
        "--cluster.listen-address=",
        "--web.listen-address=127.0.0.1:" + port);
  }

  private static Server start(String component, Path folder, int port, String... words) {
    String program = Component.named(component).path().toString();
    List<String> command = Stream.concat(Stream.of(program), Stream.of(words)).toList();
    return Server.start(command, port, folder.resolve(component + ".log"));
  }
}

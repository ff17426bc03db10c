package jigi.operate.deploy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jigi.testing.Component;
import jigi.testing.Server;
import jigi.testing.Until;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** Real gateways in front of two ports. */
final class Gateways {
  private static final Path CADDY = Path.of("/usr/bin/caddy");

  private Gateways() {}

  /** What a gateway has in front and behind. */
  record Ports(int front, int blue, int green) {
    static Ports free() {
      return new Ports(Server.freePort(), Server.freePort(), Server.freePort());
    }
  }

  /** What a gateway has in front, and the instances behind it. */
  record Row(int front, List<Integer> behind) {
    static Row free(int instances) {
      return new Row(
          Server.freePort(),
          IntStream.range(0, instances).mapToObj(_ -> Server.freePort()).toList());
    }
  }

  static Server haproxy(Path folder, Ports ports) throws IOException {
    return haproxy(
        folder,
        ports.front(),
        List.of(
            "server blue 127.0.0.1:%d check inter 200ms".formatted(ports.blue()),
            "server green 127.0.0.1:%d check inter 200ms disabled".formatted(ports.green())));
  }

  static Server haproxy(Path folder, Row row) throws IOException {
    List<String> servers = new ArrayList<>();
    for (int port : row.behind()) {
      servers.add(
          "server instance-%d 127.0.0.1:%d check inter 200ms".formatted(servers.size() + 1, port));
    }
    return haproxy(folder, row.front(), servers);
  }

  private static Server haproxy(Path folder, int front, List<String> servers) throws IOException {
    Files.writeString(
        folder.resolve("haproxy.cfg"),
        """
        global
          stats socket %1$s/admin.sock mode 600 level admin
          server-state-file %1$s/haproxy.state
          maxconn 2000
        defaults
          mode http
          timeout connect 2s
          timeout client 30s
          timeout server 30s
          load-server-state-from-file global
        frontend front
          bind 127.0.0.1:%2$d
          default_backend app
        backend app
          %3$s
        """
            .formatted(folder, front, String.join("\n  ", servers)));
    return Server.start(
        List.of(
            Component.HAPROXY.path().toString(),
            "-db",
            "-f",
            folder.resolve("haproxy.cfg").toString()),
        front,
        folder.resolve("haproxy.log"));
  }

  static String haproxyYaml() {
    return "{haproxy: admin.sock, backend: app, state-file: haproxy.state}";
  }

  static Server nginx(Path folder, Ports ports) throws IOException {
    return nginx(folder, ports.front(), List.of(ports.blue()));
  }

  static Server nginx(Path folder, Row row) throws IOException {
    return nginx(folder, row.front(), row.behind());
  }

  private static Server nginx(Path folder, int front, List<Integer> behind) throws IOException {
    Files.createDirectories(folder.resolve("logs"));
    Files.writeString(
        folder.resolve("upstream.conf"),
        behind.stream().map("server 127.0.0.1:%d;\n"::formatted).collect(Collectors.joining()));
    Files.writeString(
        folder.resolve("nginx.conf"),
        """
        daemon off;
        pid nginx.pid;
        error_log logs/error.log;
        worker_processes 2;
        events { worker_connections 1024; }
        http {
          access_log off;
          keepalive_requests 100000;
          upstream app { include %1$s/upstream.conf; keepalive 64; }
          server {
            listen 127.0.0.1:%2$d;
            location / {
              proxy_pass http://app;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
            }
          }
        }
        """
            .formatted(folder, front));
    return nginx(folder, front);
  }

  private static Server nginx(Path folder, int front) throws IOException {
    return Server.start(
        List.of(
            Component.NGINX.path().toString(),
            "-p",
            folder.toString(),
            "-e",
            folder.resolve("logs/first.log").toString(),
            "-c",
            folder.resolve("nginx.conf").toString()),
        front,
        folder.resolve("nginx.log"));
  }

  /**
   * nginx that listens for both colours itself, and proxies to a link. Its workers are root: nobody
   * else may enter the folders of tests.
   */
  static Server nginxLink(Path folder, Ports ports) throws IOException {
    Files.createDirectories(folder.resolve("logs"));
    Files.writeString(
        folder.resolve("nginx.conf"),
        """
        daemon off;
        user root;
        pid nginx.pid;
        error_log logs/error.log;
        worker_processes 2;
        events { worker_connections 1024; }
        http {
          access_log off;
          keepalive_requests 100000;
          upstream blue { server 127.0.0.1:%3$d; keepalive 64; }
          upstream green { server 127.0.0.1:%4$d; keepalive 64; }
          proxy_http_version 1.1;
          proxy_set_header Connection "";
          server {
            listen 127.0.0.1:%2$d;
            location / { proxy_pass http://unix:%1$s/live.sock:; proxy_set_header Connection close; }
          }
          server { listen unix:%1$s/blue.sock; location / { proxy_pass http://blue; } }
          server { listen unix:%1$s/green.sock; location / { proxy_pass http://green; } }
        }
        """
            .formatted(folder, ports.front(), ports.blue(), ports.green()));
    return nginx(folder, ports.front());
  }

  /** Where Debian's package has it; tests that need it are skipped where it is not. */
  static Server caddy(Path folder, Ports ports, int admin) throws IOException {
    Assumptions.assumeTrue(Files.isExecutable(CADDY), "needs caddy");
    Files.writeString(
        folder.resolve("caddy.json"),
        """
        {"admin": {"listen": "127.0.0.1:%1$d"},
         "storage": {"module": "file_system", "root": "%2$s"},
         "apps": {"http": {"grace_period": "20s", "servers": {
           "shop": {
             "listen": ["127.0.0.1:%3$d"],
             "automatic_https": {"disable": true},
             "routes": [{"handle": [{"@id": "backend", "handler": "reverse_proxy",
               "upstreams": [{"dial": "127.0.0.1:%4$d"}]}]}]},
           "counted": {
             "listen": ["unix/%2$s.sock"],
             "automatic_https": {"disable": true},
             "routes": [{"handle": [{"handler": "reverse_proxy",
               "upstreams": [{"dial": "127.0.0.1:%4$d"}, {"dial": "127.0.0.1:%5$d"}]}]}]}}}}}
        """
            .formatted(admin, folder.resolve("caddy"), ports.front(), ports.blue(), ports.green()));
    return Server.start(
        List.of(
            "env",
            "HOME=" + folder,
            CADDY.toString(),
            "run",
            "--config",
            folder.resolve("caddy.json").toString()),
        ports.front(),
        folder.resolve("caddy.log"));
  }

  static String nginxLinkYaml() {
    return "{nginx: live.sock, sockets: '{colour}.sock'}";
  }

  static String nginxYaml(Path folder) {
    return "{nginx: upstream.conf, pid: nginx.pid, command: ["
        + Component.NGINX.path()
        + ", -p, "
        + folder
        + ", -e, "
        + folder.resolve("logs/first.log")
        + ", -c, "
        + folder.resolve("nginx.conf")
        + "]}";
  }

  /** Ends what runs on the ports, and waits until nobody writes into the folder any more. */
  static void sweep(Path folder, Ports ports) {
    sweep(folder, List.of(ports.blue(), ports.green()));
  }

  static void sweep(Path folder, List<Integer> ports) {
    for (int port : ports) {
      commands("ShopApp " + port + " ").forEach(ProcessHandle::destroyForcibly);
    }
    Until.so(
        "swept",
        () -> commands(folder + "/attempts/deploy-").findAny().isEmpty(),
        folder::toString);
  }

  /** Whether somebody listens there. */
  static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  static Stream<ProcessHandle> commands(String with) {
    return ProcessHandle.allProcesses()
        .filter(each -> each.info().commandLine().orElse("").contains(with));
  }

  /** A deployment of the application of these tests. */
  static String manual(Ports ports, String gateway) {
    return manual(
        "blue: %d\n      green: %d".formatted(ports.blue(), ports.green()), gateway, ports.front());
  }

  /**
   * Its instances.
   *
   * @param gateway null for nothing in front of them
   */
  static String manual(Row row, @Nullable String gateway) {
    return manual("instances: " + row.behind(), gateway, row.front());
  }

  private static String manual(String places, @Nullable String gateway, int front) {
    String java = ProcessHandle.current().info().command().orElseThrow();
    return """
    deployments:
      backend:
        runtime:
          processes: [%s, -XX:TieredStopAtLevel=1, -XX:+UseSerialGC, -Xmx48m, -cp, "%s", %s, "{port}", "{version}", "{instance}"]
          %s
          as: root
        %s
        health: {times: 2, every: 100ms, within: 20s}
        %s
        observe: 1s
        drain: 20s
    """
        .formatted(
            java,
            Path.of("target/test-classes").toAbsolutePath(),
            ShopApp.class.getName(),
            places,
            gateway == null ? "title: backend" : "gateway: " + gateway,
            gateway == null ? "" : "through: http://127.0.0.1:" + front + "/");
  }
}

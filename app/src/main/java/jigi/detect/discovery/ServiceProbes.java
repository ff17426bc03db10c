package jigi.detect.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The probes that fit a service: lines of {@code probes:}, each with what led to it. */
final class ServiceProbes {
  private static final String HERE = "127.0.0.1";

  /** Where TLS is usually spoken (IANA's registry, and habit). */
  static final Set<Integer> TLS_PORTS =
      Set.of(443, 465, 636, 853, 993, 995, 4443, 5671, 6443, 8443, 8883, 9443);

  private final Machine machine;
  private final Doors doors;
  private final DraftConnections connections;

  ServiceProbes(Machine machine, Doors doors, DraftConnections connections) {
    this.machine = machine;
    this.doors = doors;
    this.connections = connections;
  }

  /** What one probe is made of. */
  private record Asked(Service service, Port port, String name, String suffix) {}

  /** Where the port is reached from Jigi's machine; one bound everywhere has no address. */
  private String address(Port port) {
    return port.address().isEmpty() ? machine.address() : port.address();
  }

  private String at(Asked one) {
    return at(address(one.port()), one.port());
  }

  /** The same on the port's own machine. */
  private static String near(Asked one) {
    String bound = one.port().address();
    return at(bound.isEmpty() ? HERE : bound, one.port());
  }

  private static String at(String address, Port port) {
    boolean bare = address.contains(":") && !address.startsWith("[");
    return (bare ? "[" + address + "]" : address) + ":" + port.published();
  }

  /**
   * Lines below {@code probes:}; empty when nothing of the service can be reached.
   *
   * @param name the component's
   */
  List<String> of(Service service, String name) throws InterruptedException {
    Known.Software software = Known.byName(service.kind());
    Known.Asked asked = Known.asked(service.health());
    List<String> lines = new ArrayList<>();
    boolean first = true;
    for (Port port : reachable(service, software, asked)) {
      String suffix = first ? "" : "-" + port.published();
      probe(new Asked(service, port, name, suffix), software, asked, lines);
      first = false;
    }
    return lines;
  }

  private static List<Port> reachable(
      Service service, Known.@Nullable Software software, Known.@Nullable Asked asked) {
    if (service.hostNetwork()) {
      int port = asked != null ? asked.port() : software == null ? 0 : software.port();
      return port == 0 ? List.of() : List.of(new Port(HERE, port, port, true));
    }
    return service.ports().stream().filter(port -> port.tcp() && port.published() > 0).toList();
  }

  private void probe(
      Asked one, Known.@Nullable Software software, Known.@Nullable Asked asked, List<String> lines)
      throws InterruptedException {
    Port port = one.port();
    if (asked != null && asked.port() == port.target()) {
      http(one, asked.path(), "status < 400", "the health check asks this path", lines);
    } else if (software != null && software.port() == port.target()) {
      known(one, software, lines);
    } else if (TLS_PORTS.contains(port.target())) {
      tls(one, lines);
    } else if (Known.looksLikeHttp(port.target())) {
      http(one, "/", "status < 500", "guessed from the port " + port.target(), lines);
    } else {
      tcp(one, "", lines);
    }
  }

  private void known(Asked one, Known.Software software, List<String> lines)
      throws InterruptedException {
    switch (software.way()) {
      case HTTP -> {
        String expected = software.path().equals("/") ? "status < 500" : "status < 400";
        http(one, software.path(), expected, "", lines);
      }
      case POSTGRES -> database(one, "postgres", lines);
      case MYSQL -> database(one, "mysql", lines);
      case REDIS -> database(one, "redis", lines);
      case MEMCACHED -> {
        if (tcp(one, "", lines)) {
          lines.add("  send: \"version\\r\\n\"");
          lines.add("  expect: ['output starts \"VERSION\"']");
        }
      }
      case TCP -> tcp(one, "", lines);
    }
  }

  /** The kind's own probe, over a connection: an open port says little of a database. */
  private void database(Asked one, String kind, List<String> lines) {
    Login login = one.service().login();
    boolean told = !login.equals(Login.UNKNOWN);
    boolean redis = kind.equals("redis");
    String user = redis ? "" : told ? login.user() : "jigi";
    String database = redis ? "" : told ? login.database() : kind.equals("mysql") ? "" : "postgres";
    boolean password = redis ? told : login.password();
    String at =
        (user.isEmpty() ? "" : user + "@") + near(one) + (database.isEmpty() ? "" : "/" + database);
    String name =
        connections.add(
            one.name() + one.suffix(),
            "{"
                + kind
                + ": "
                + DraftText.quoted(at)
                + (password ? connections.password(one.name() + one.suffix()) : "")
                + (machine.here() ? tls(one.port()) : ", on: " + machine.name())
                + "}"
                + (told || redis ? "" : "  " + DraftText.comment(account(kind))));
    lines.add("- " + kind + ": " + name);
    name(kind, one, lines);
  }

  /** Beyond loopback TLS is asked for, which a database of this machine's own seldom has. */
  private static String tls(Port port) {
    boolean loopback = port.address().startsWith("127.") || port.address().equals("[::1]");
    return loopback ? "" : ", tls: off";
  }

  private static String account(String kind) {
    return kind.equals("postgres")
        ? "make the account: CREATE ROLE jigi LOGIN PASSWORD '…' IN ROLE pg_monitor"
        : "make the account: CREATE USER jigi IDENTIFIED BY '…'; GRANT PROCESS, REPLICATION CLIENT";
  }

  private void tls(Asked one, List<String> lines) throws InterruptedException {
    Port port = one.port();
    Doors.Served served = doors.served(address(port), port.published());
    String said = one.service().serverName();
    if (served == null && said.isEmpty()) {
      tcp(one, port.target() == 443 ? "for its certificate: tls: NAME:443" : "", lines);
      return;
    }
    String name = said.isEmpty() && served != null ? served.name() : said;
    boolean distrusted = served != null && !served.trusted();
    String remark = distrusted ? "not trusted from here: name its authorities by ca:" : "";
    lines.add("- tls: " + DraftText.quoted(at(one)) + remark(remark));
    lines.add("  name: tls" + one.suffix());
    lines.add("  every: 1h");
    lines.add("  left: 21d");
    if (!name.isEmpty()) {
      lines.add("  server-name: " + DraftText.quoted(name));
    }
  }

  private void http(Asked one, String path, String expected, String why, List<String> lines)
      throws InterruptedException {
    if (direct(one)) {
      lines.add("- http: " + DraftText.quoted("http://" + at(one) + path));
    } else {
      String base = "{http: " + DraftText.quoted("http://" + near(one));
      String by =
          connections.add(one.name() + one.suffix(), base + ", on: " + machine.name() + "}");
      lines.add("- http: " + DraftText.quoted(path));
      lines.add("  connection: " + by);
    }
    name("http", one, lines);
    lines.add("  expect: [" + expected + "]" + remark(why));
  }

  /** Whether the port itself is asked; else the process on its machine is. */
  private boolean tcp(Asked one, String hint, List<String> lines) throws InterruptedException {
    if (direct(one)) {
      lines.add("- tcp: " + DraftText.quoted(at(one)) + remark(hint));
      name("tcp", one, lines);
      return true;
    }
    lines.add(
        "- process: "
            + DraftText.quoted(one.service().kind())
            + remark("port " + one.port().published() + " is not reached from here"));
    name("process", one, lines);
    return false;
  }

  private static void name(String kind, Asked one, List<String> lines) {
    lines.add("  name: " + kind + one.suffix());
    lines.add("  every: 15s");
  }

  /** What is on this machine is asked directly, what is on another one when it lets us in. */
  private boolean direct(Asked one) throws InterruptedException {
    Port port = one.port();
    String address = address(port);
    return machine.here()
        || (address.equals(machine.address()) && doors.open(address, port.published()));
  }

  private static String remark(String text) {
    return text.isEmpty() ? "" : "  " + DraftText.comment(text);
  }
}

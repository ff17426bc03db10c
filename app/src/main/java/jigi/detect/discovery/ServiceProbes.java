package jigi.detect.discovery;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The probes that fit a service: lines of {@code probes:}, each with what led to it. */
final class ServiceProbes {
  private static final String HERE = "127.0.0.1";

  private ServiceProbes() {}

  /** Lines below {@code probes:}; empty when nothing of the service can be reached from here. */
  static List<String> of(Service service) {
    Known.Software software = Known.byName(service.kind());
    Known.Asked asked = Known.asked(service.health());
    List<String> lines = new ArrayList<>();
    List<Integer> named = new ArrayList<>();
    for (Port port : reachable(service, software, asked)) {
      String name = named.isEmpty() ? "" : "-" + port.published();
      named.add(port.published());
      probe(port, software, asked, name, lines);
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

  private static void probe(
      Port port,
      Known.@Nullable Software software,
      Known.@Nullable Asked asked,
      String suffix,
      List<String> lines) {
    String at = port.address() + ":" + port.published();
    if (asked != null && asked.port() == port.target()) {
      http(at, asked.path(), "status < 400", "the health check asks this path", suffix, lines);
    } else if (software != null && software.port() == port.target()) {
      known(at, software, suffix, lines);
    } else if (port.target() != 443 && Known.looksLikeHttp(port.target())) {
      http(at, "/", "status < 500", "guessed from the port " + port.target(), suffix, lines);
    } else {
      tcp(at, port.target() == 443 ? "for its certificate: tls: NAME:443" : "", suffix, lines);
    }
  }

  private static void known(String at, Known.Software software, String suffix, List<String> lines) {
    switch (software.way()) {
      case HTTP -> {
        String expected = software.path().equals("/") ? "status < 500" : "status < 400";
        http(at, software.path(), expected, "", suffix, lines);
      }
      case REDIS -> {
        tcp(
            at,
            "with a password it answers NOAUTH, which is FAIL: name a connection",
            suffix,
            lines);
        lines.add("  send: \"PING\\r\\n\"");
        lines.add("  expect: ['output starts \"+PONG\"']");
      }
      case MEMCACHED -> {
        tcp(at, "", suffix, lines);
        lines.add("  send: \"version\\r\\n\"");
        lines.add("  expect: ['output starts \"VERSION\"']");
      }
      case TCP -> tcp(at, better(software.port()), suffix, lines);
    }
  }

  /** An open port says little of a database. */
  private static String better(int port) {
    return switch (port) {
      case 5432 -> "a connection and a 'postgres' probe tell more than an open port";
      case 3306 -> "an open port says little of a database";
      default -> "";
    };
  }

  private static void http(
      String at, String path, String expected, String why, String suffix, List<String> lines) {
    lines.add("- http: " + DraftText.quoted("http://" + at + path));
    lines.add("  name: http" + suffix);
    lines.add("  every: 15s");
    lines.add(
        "  expect: [" + expected + "]" + (why.isEmpty() ? "" : "  " + DraftText.comment(why)));
  }

  private static void tcp(String at, String hint, String suffix, List<String> lines) {
    String remark = hint.isEmpty() ? "" : "  " + DraftText.comment(hint);
    lines.add("- tcp: " + DraftText.quoted(at) + remark);
    lines.add("  name: tcp" + suffix);
    lines.add("  every: 15s");
  }
}

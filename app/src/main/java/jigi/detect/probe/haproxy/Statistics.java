package jigi.detect.probe.haproxy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.Measured;
import jigi.detect.probe.Observation;
import jigi.detect.probe.expect.Expectation;

/**
 * HAProxy's statistics in CSV (https://docs.haproxy.org/2.6/management.html#9.1), a line for each
 * front end, back end and server.
 */
record Statistics(List<Map<String, String>> lines) {
  private static final List<String> CLASSES = List.of("1xx", "2xx", "3xx", "4xx", "5xx");
  private static final int SHOWN = 3;

  /**
   * @throws IllegalArgumentException when it is something else
   */
  static Statistics parse(String text) {
    List<String> rows = text.lines().filter(line -> !line.isBlank()).toList();
    if (rows.isEmpty() || !rows.getFirst().startsWith("# pxname,svname,")) {
      throw new IllegalArgumentException("no statistics of HAProxy");
    }
    String[] names = rows.getFirst().substring(2).split(",");
    List<Map<String, String>> lines = new ArrayList<>();
    for (String row : rows.subList(1, rows.size())) {
      String[] cells = row.split(",", -1);
      Map<String, String> line = new HashMap<>();
      for (int i = 0; i < names.length && i < cells.length; i++) {
        line.put(names[i], cells[i]);
      }
      lines.add(line);
    }
    return new Statistics(List.copyOf(lines));
  }

  Observation judge(List<Expectation> expect, CheckContext context) {
    Measured measured = new Measured();
    List<String> down = new ArrayList<>();
    double backendsDown = 0;
    double serversDown = 0;
    double queue = 0;
    double sessions = 0;
    for (Map<String, String> line : lines) {
      String proxy = text(line, "pxname");
      String status = text(line, "status");
      switch (text(line, "svname")) {
        case "FRONTEND" -> {
          frontend(measured, proxy, line);
          sessions += number(line, "scur");
        }
        case "BACKEND" -> {
          backend(measured, proxy, line);
          queue += number(line, "qcur");
          if (!isUp(status)) {
            backendsDown++;
            down.add(proxy);
          }
        }
        default -> {
          server(measured, proxy, line);
          if (isDown(status)) {
            serversDown++;
            down.add(proxy + "/" + text(line, "svname"));
          }
        }
      }
    }
    measured.number("backends-down", backendsDown);
    measured.number("servers-down", serversDown);
    measured.number("queue", queue);
    measured.number("sessions", sessions);
    measured.remark((int) sessions + " sessions, " + (int) queue + " waiting");
    if (!down.isEmpty()) {
      measured.remark("down: " + String.join(", ", down.subList(0, Math.min(SHOWN, down.size()))));
    }
    return measured.judge(expect, context);
  }

  private static void frontend(Measured measured, String proxy, Map<String, String> line) {
    double open = text(line, "status").equals("OPEN") ? 1 : 0;
    measured.sample("haproxy_frontend_up", open, "proxy", proxy);
    measured.sample("haproxy_frontend_current_sessions", number(line, "scur"), "proxy", proxy);
    measured.sample("haproxy_frontend_sessions_total", number(line, "stot"), "proxy", proxy);
  }

  private static void backend(Measured measured, String proxy, Map<String, String> line) {
    double up = isUp(text(line, "status")) ? 1 : 0;
    double servers = number(line, "act") + number(line, "bck");
    measured.sample("haproxy_backend_up", up, "proxy", proxy);
    measured.sample("haproxy_backend_servers_up", servers, "proxy", proxy);
    measured.sample("haproxy_backend_current_sessions", number(line, "scur"), "proxy", proxy);
    measured.sample("haproxy_backend_current_queue", number(line, "qcur"), "proxy", proxy);
    for (String code : CLASSES) {
      if (!text(line, "hrsp_" + code).isEmpty()) {
        measured.sample(
            "haproxy_backend_http_responses_total",
            number(line, "hrsp_" + code),
            "proxy",
            proxy,
            "code",
            code);
      }
    }
  }

  /** A server without a check, or one that was taken out by hand, is neither up nor down. */
  private static void server(Measured measured, String proxy, Map<String, String> line) {
    String status = text(line, "status");
    String server = text(line, "svname");
    if (isUp(status) || isDown(status)) {
      measured.sample("haproxy_server_up", isUp(status) ? 1 : 0, "proxy", proxy, "server", server);
    }
    measured.sample(
        "haproxy_server_current_sessions", number(line, "scur"), "proxy", proxy, "server", server);
  }

  /** {@code UP}, or {@code UP 1/3} on its way down. */
  private static boolean isUp(String status) {
    return status.equals("UP") || status.startsWith("UP ");
  }

  private static boolean isDown(String status) {
    return status.startsWith("DOWN");
  }

  private static String text(Map<String, String> line, String name) {
    return line.getOrDefault(name, "");
  }

  private static double number(Map<String, String> line, String name) {
    String text = text(line, name);
    return text.isEmpty() ? 0 : Double.parseDouble(text);
  }
}

package jigi.detect.probe.haproxy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import jigi.base.config.Field;
import jigi.base.config.Problems;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.detect.probe.Check;
import jigi.detect.probe.ProbeKind;
import jigi.detect.probe.SampleName;
import jigi.detect.probe.expect.Expectation;
import jigi.detect.probe.expect.Expectations;

/** Reads HAProxy's statistics by its socket, or by its statistics page. */
public final class HaproxyKind implements ProbeKind {
  private static final Set<String> SUBJECTS =
      Set.of("backends-down", "servers-down", "queue", "sessions");

  private static final Field<String> SOURCE =
      Field.required(
          "haproxy",
          Shapes.scalar(
              "a path",
              "/run/haproxy/admin.sock",
              Map.of("type", "string"),
              text -> text.matches("/[!-~]+") ? text : null),
          "The socket's path on the component's host; with 'connection' that of the page's CSV.");
  private static final Field<String> CONNECTION =
      Field.optional("connection", Shapes.name(), "The connection, one of 'connections'.");
  private static final Field<List<Expectation>> EXPECT =
      Expectations.field(SUBJECTS, "What must hold.", "backends-down == 0");

  @Override
  public String name() {
    return "haproxy";
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(SOURCE, CONNECTION, EXPECT);
  }

  @Override
  public Check configure(Values values, Problems problems) {
    List<Expectation> expect = values.get(EXPECT);
    String connection = values.find(CONNECTION);
    return connection == null
        ? new SocketCheck(values.get(SOURCE), expect)
        : new PageCheck(connection, values.get(SOURCE), expect);
  }

  @Override
  public boolean runsOnHost() {
    return true;
  }

  @Override
  public List<SampleName> samples() {
    return List.of(
        SampleName.of("haproxy_frontend_up", "state", "1 when it is open.", "proxy"),
        SampleName.of("haproxy_frontend_current_sessions", "count", "Sessions now.", "proxy"),
        SampleName.of("haproxy_frontend_sessions_total", "count", "Since its start.", "proxy"),
        SampleName.of("haproxy_backend_up", "state", "1 when it can serve.", "proxy"),
        SampleName.of("haproxy_backend_servers_up", "count", "Servers that are up.", "proxy"),
        SampleName.of("haproxy_backend_current_sessions", "count", "Sessions now.", "proxy"),
        SampleName.of("haproxy_backend_current_queue", "count", "Requests that wait.", "proxy"),
        SampleName.of(
            "haproxy_backend_http_responses_total", "count", "By class.", "proxy", "code"),
        SampleName.of("haproxy_server_up", "state", "1 when its check says so.", "proxy", "server"),
        SampleName.of(
            "haproxy_server_current_sessions", "count", "Sessions now.", "proxy", "server"));
  }
}

package jigi.detect.probe.nginx;

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

/** Reads what nginx tells about itself by stub_status. */
public final class NginxKind implements ProbeKind {
  private static final Set<String> SUBJECTS =
      Set.of("active", "reading", "writing", "waiting", "dropped");

  private static final Field<String> CONNECTION =
      Field.required("nginx", Shapes.name(), "The connection, one of 'connections'.");
  private static final Field<String> PATH =
      Field.optional(
          "path",
          Shapes.scalar(
              "a path",
              "/nginx_status",
              Map.of("type", "string"),
              text -> text.matches("/[!-~]*") ? text : null),
          "/nginx_status",
          "Where stub_status answers, below the connection's address.");
  private static final Field<List<Expectation>> EXPECT =
      Expectations.field(
          SUBJECTS,
          "What must hold of its connections: active, reading, writing, waiting, dropped.");

  @Override
  public String name() {
    return "nginx";
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(CONNECTION, PATH, EXPECT);
  }

  @Override
  public Check configure(Values values, Problems problems) {
    return new NginxCheck(values.get(CONNECTION), values.get(PATH), values.get(EXPECT));
  }

  @Override
  public List<SampleName> samples() {
    return List.of(
        SampleName.of("nginx_connections_active", "count", "Open connections."),
        SampleName.of("nginx_connections_accepted_total", "count", "Accepted since its start."),
        SampleName.of("nginx_connections_handled_total", "count", "Handled since its start."),
        SampleName.of("nginx_http_requests_total", "count", "Requests since its start."),
        SampleName.of("nginx_connections_reading", "count", "Whose request is being read."),
        SampleName.of("nginx_connections_writing", "count", "Whose answer is being written."),
        SampleName.of("nginx_connections_waiting", "count", "Kept open without a request."));
  }
}

package jigi.detect.probe.certificate;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import jigi.base.config.Field;
import jigi.base.config.Problems;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.detect.probe.Check;
import jigi.detect.probe.Endpoint;
import jigi.detect.probe.ProbeKind;
import jigi.detect.probe.SampleName;

/** Looks at a certificate in a file, and whether a server already shows it. */
public final class CertificateKind implements ProbeKind {
  private static final Field<String> PATH =
      Field.required(
          "certificate", path(), "The PEM file's absolute path on the component's host.");
  private static final Field<Duration> LEFT =
      Field.optional(
          "left", Shapes.duration(), "How long every certificate of the file must still be valid.");
  private static final Field<Endpoint> SERVED =
      Field.optional(
          "served", Endpoint.shape(443), "The server that must show the file's first certificate.");
  private static final Field<String> SERVER_NAME =
      Field.optional(
          "server-name", Shapes.text(), "The name to ask that server for; absent: its host.");

  @Override
  public String name() {
    return "certificate";
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(PATH, LEFT, SERVED, SERVER_NAME);
  }

  @Override
  public Check configure(Values values, Problems problems) {
    return new CertificateCheck(
        values.get(PATH),
        values.find(LEFT, Duration.ZERO),
        values.find(SERVED),
        values.find(SERVER_NAME));
  }

  @Override
  public boolean runsOnHost() {
    return true;
  }

  @Override
  public List<SampleName> samples() {
    return List.of(
        SampleName.of(
            "certificate_expiry_timestamp_seconds",
            "timestamp",
            "When the first certificate of the file expires."),
        SampleName.of(
            "certificate_served", "state", "1 when the server shows that one; with served."));
  }

  private static Shape<String> path() {
    return Shapes.scalar(
        "an absolute path",
        "/etc/letsencrypt/live/example.com/fullchain.pem",
        Map.of("type", "string"),
        text -> text.matches("/[^\\p{Cntrl}]+") ? text : null);
  }
}

package jigi.detect.probe.tls;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import jigi.base.config.Field;
import jigi.base.config.Problems;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.detect.probe.Check;
import jigi.detect.probe.Endpoint;
import jigi.detect.probe.ProbeKind;
import jigi.detect.probe.SampleName;

/** Looks at a server's certificate. */
public final class TlsKind implements ProbeKind {
  private static final Field<Endpoint> TARGET =
      Field.required("tls", Endpoint.shape(443), "Host and port that speak TLS.");
  private static final Field<String> SERVER_NAME =
      Field.optional(
          "server-name", Shapes.text(), "The name to ask for and to find in the certificate.");
  private static final Field<Duration> LEFT =
      Field.optional(
          "left",
          Shapes.duration(),
          "How long every certificate of the chain must still be valid.");
  private static final Field<String> CA =
      Field.optional("ca", Shapes.text(), "A PEM file of the authorities to trust.");
  private static final Field<List<String>> ALLOW =
      Field.optional(
          "allow",
          Shapes.listOf(Shapes.text()),
          "Link-local or metadata hosts and addresses that may be asked all the same.");

  private static final Field<Boolean> SURVEY =
      Field.optional(
          "survey",
          Shapes.bool(),
          "false",
          "Whether to try old protocols and weak ciphers as well; one that is taken is a FAIL.");

  private static final Field<List<String>> ALPN =
      Field.optional(
          "alpn",
          Shapes.listOf(Shapes.text()),
          "Protocols of which the server must choose one, such as h2; h2 has to answer too.");

  @Override
  public String name() {
    return "tls";
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(TARGET, SERVER_NAME, LEFT, CA, ALLOW, SURVEY, ALPN);
  }

  @Override
  public Check configure(Values values, Problems problems) {
    Endpoint target = values.get(TARGET);
    List<String> allow = values.find(ALLOW);
    List<String> alpn = values.find(ALPN);
    return new TlsCheck(
        target,
        values.find(SERVER_NAME, target.host()),
        values.find(LEFT, Duration.ZERO),
        values.find(CA),
        allow == null ? Set.of() : Set.copyOf(allow),
        values.get(SURVEY),
        alpn == null ? List.of() : List.copyOf(alpn));
  }

  @Override
  public List<SampleName> samples() {
    return List.of(
        SampleName.of(
            "probe_tls_expiry_timestamp_seconds",
            "timestamp",
            "When the first certificate of the chain expires."),
        SampleName.of(
            "probe_tls_trusted",
            "state",
            "1 when the chain leads to a trusted authority, is valid now, and bears the name."),
        SampleName.of(
            "probe_tls_version_info", "state", "Always 1; the protocol is a label.", "version"),
        SampleName.of(
            "probe_tls_handshake_duration_seconds", "seconds", "Time of the TLS handshake."),
        SampleName.of(
            "probe_tls_alpn_info",
            "state",
            "Always 1; the protocol that was chosen is a label; with alpn.",
            "alpn"),
        SampleName.of(
            "probe_tls_protocol_offered", "state", "1 when it is taken; with survey.", "protocol"),
        SampleName.of(
            "probe_tls_weak_ciphers", "count", "Weak ciphers that are taken; with survey."));
  }
}

package jigi.detect.probe.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jigi.base.connect.wire.AddressPolicy;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.Tls;
import jigi.base.connect.wire.WireException;
import jigi.base.exec.Captured;
import jigi.base.kernel.Durations;
import jigi.base.kernel.UserError;
import jigi.detect.probe.Check;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.Endpoint;
import jigi.detect.probe.Observation;
import jigi.detect.probe.Sample;
import org.jspecify.annotations.Nullable;

/** The check of {@link CertificateKind}. */
record CertificateCheck(
    String path, Duration left, @Nullable Endpoint served, @Nullable String serverName)
    implements Check {
  /** A file may hold the key as well, which must not leave its host. */
  private static final String ONLY_CERTIFICATES =
      "exec sed -n '/-----BEGIN CERTIFICATE-----/,/-----END CERTIFICATE-----/p' -- \"$1\"";

  @Override
  public Observation observe(CheckContext context) throws InterruptedException {
    Deadline deadline = Deadline.in(context.timeout());
    try {
      Captured said =
          context.capture("root", List.of("sh", "-c", ONLY_CERTIFICATES, "sh", path), Map.of());
      if (said.timedOut()) {
        return interrupted(context.timeout());
      }
      if (said.code() != 0) {
        String why = said.stderr().strip();
        return why.endsWith("No such file or directory")
            ? Observation.fail("there is no file " + path)
            : Observation.unknown(path + " cannot be read: " + why);
      }
      List<X509Certificate> chain = chain(said.stdout());
      return chain.isEmpty()
          ? Observation.fail(path + " holds no certificate")
          : judge(context, chain, deadline);
    } catch (CertificateException e) {
      return Observation.fail(path + " holds no certificate that can be read: " + e.getMessage());
    } catch (UserError e) {
      return Observation.unknown(e.fact());
    }
  }

  @Override
  public Observation interrupted(Duration timeout) {
    return Observation.unknown(path + " was not read within " + Durations.format(timeout));
  }

  private static List<X509Certificate> chain(String pem) throws CertificateException {
    List<X509Certificate> chain = new ArrayList<>();
    var in = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
    for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
      chain.add((X509Certificate) each);
    }
    return chain;
  }

  private Observation judge(CheckContext context, List<X509Certificate> chain, Deadline deadline)
      throws InterruptedException {
    Instant expiry =
        chain.stream()
            .map(each -> each.getNotAfter().toInstant())
            .min(Comparator.naturalOrder())
            .orElseThrow()
            .plus(context.ahead());
    Duration rest = Duration.between(context.now(), expiry);
    List<Sample> samples = new ArrayList<>();
    samples.add(Sample.of("certificate_expiry_timestamp_seconds", expiry.getEpochSecond()));
    List<String> objections = new ArrayList<>();
    if (!rest.isNegative() && rest.compareTo(left) < 0) {
      objections.add("expected at least " + Durations.format(left));
    } else if (rest.isNegative()) {
      objections.add("it is of no use any more");
    }
    Endpoint server = served;
    if (server != null) {
      try {
        boolean same = chain.getFirst().equals(shown(context, server, deadline));
        samples.add(Sample.of("certificate_served", same ? 1 : 0));
        if (!same) {
          objections.add(server + " shows another certificate: reload it");
        }
      } catch (WireException e) {
        return Observation.of(e);
      }
    }
    return Observation.judged(dated(rest, expiry), objections, samples);
  }

  private static String dated(Duration rest, Instant expiry) {
    return rest.isNegative()
        ? "expired " + Durations.format(whole(rest.negated())) + " ago (" + expiry + ")"
        : "valid for " + Durations.format(whole(rest)) + " (until " + expiry + ")";
  }

  private static Duration whole(Duration time) {
    return time.toDays() > 1
        ? Duration.ofDays(time.toDays())
        : Duration.ofMinutes(time.toMinutes());
  }

  private X509Certificate shown(CheckContext context, Endpoint server, Deadline deadline)
      throws WireException, InterruptedException {
    String name = serverName == null ? server.host() : serverName;
    var network = context.tools().network();
    try (Socket plain =
        network
            .connect(server.host(), server.port(), new AddressPolicy(Set.of()), deadline)
            .socket()) {
      return Tls.handshake(plain, name, server.port(), (java.nio.file.Path) null, deadline)
          .chain()
          .getFirst();
    } catch (IOException e) {
      throw WireException.of("talking to " + server, e);
    }
  }
}

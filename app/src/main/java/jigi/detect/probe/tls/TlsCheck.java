package jigi.detect.probe.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLSocket;
import jigi.base.connect.wire.AddressPolicy;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.Network;
import jigi.base.connect.wire.Tls;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.Durations;
import jigi.base.kernel.Status;
import jigi.detect.probe.Check;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.Endpoint;
import jigi.detect.probe.Observation;
import jigi.detect.probe.Sample;
import org.jspecify.annotations.Nullable;

/** The check of {@link TlsKind}. */
record TlsCheck(
    Endpoint target,
    String name,
    Duration left,
    @Nullable String ca,
    Set<String> allow,
    boolean survey,
    List<String> alpn)
    implements Check {
  @Override
  public Observation observe(CheckContext context) throws InterruptedException {
    Deadline deadline = Deadline.in(context.timeout());
    Path authorities = ca == null ? null : context.folder().resolve(ca);
    try {
      Network.Connection connection =
          context
              .tools()
              .network()
              .connect(target.host(), target.port(), new AddressPolicy(allow), deadline);
      Observation seen;
      try (Socket plain = connection.socket()) {
        Tls.Trust trust = new Tls.Trust(authorities, null, null, false, alpn);
        Tls.Handshake hands = Tls.handshake(plain, name, target.port(), trust, deadline);
        seen = judge(context, hands);
        if (!alpn.isEmpty() && seen.status() == Status.OK) {
          seen = spoken(seen, hands.socket());
        }
      } catch (IOException e) {
        throw WireException.of("talking to " + target, e);
      }
      return survey && seen.status() == Status.OK
          ? surveyed(seen, Survey.of(new Survey.Asked(context, target, name, allow), deadline))
          : seen;
    } catch (WireException e) {
      return Observation.of(e);
    }
  }

  /** Which of the protocols the server chose, and whether it speaks that. */
  private Observation spoken(Observation seen, SSLSocket socket) throws IOException {
    String chosen = socket.getApplicationProtocol();
    List<Sample> samples = new ArrayList<>(seen.samples());
    if (chosen.isEmpty()) {
      String objection = "the server chose none of " + String.join(", ", alpn);
      return Observation.judged(seen.evidence().toString(), List.of(objection), samples);
    }
    samples.add(Sample.of("probe_tls_alpn_info", 1, "alpn", chosen));
    String objection = chosen.equals("h2") ? Http2.objection(socket) : null;
    return Observation.judged(
        seen.evidence() + ", speaks " + chosen,
        objection == null ? List.of() : List.of(objection),
        samples);
  }

  private static Observation surveyed(Observation seen, Survey survey) {
    List<Sample> samples = new ArrayList<>(seen.samples());
    samples.addAll(survey.samples());
    return Observation.judged(survey.objections(), seen.evidence().toString(), samples);
  }

  private Observation judge(CheckContext context, Tls.Handshake seen) {
    Instant expiry = seen.expiry().plus(context.ahead());
    Duration rest = Duration.between(context.now(), expiry);
    boolean trusted = seen.distrust() == null && rest.isPositive();
    List<Sample> samples =
        List.of(
            Sample.of("probe_tls_expiry_timestamp_seconds", expiry.getEpochSecond()),
            Sample.of("probe_tls_trusted", trusted ? 1 : 0),
            Sample.of(
                "probe_tls_version_info", 1, "version", seen.socket().getSession().getProtocol()),
            Sample.of("probe_tls_handshake_duration_seconds", seen.nanos() / 1e9));
    String dated =
        rest.isNegative()
            ? "expired " + about(rest.negated()) + " ago (" + expiry + ")"
            : "valid for " + about(rest) + " (until " + expiry + ")";
    if (!rest.isPositive()) {
      return Observation.of(Status.FAIL, dated, samples);
    }
    if (!trusted) {
      return Observation.of(Status.FAIL, seen.distrust() + "; " + dated, samples);
    }
    return rest.compareTo(left) < 0
        ? Observation.of(
            Status.FAIL, dated + ", expected at least " + Durations.format(left), samples)
        : Observation.of(Status.OK, dated, samples);
  }

  /** To the day, and to the minute on the last two. */
  private static String about(Duration duration) {
    return Durations.format(
        duration.toDays() > 1
            ? Duration.ofDays(duration.toDays())
            : Duration.ofMinutes(duration.toMinutes()));
  }
}

package jigi.detect.probe.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.Durations;
import jigi.base.kernel.RealTime;
import jigi.detect.probe.Check;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.Endpoint;
import jigi.detect.probe.Observation;
import jigi.detect.probe.Sample;
import jigi.detect.probe.expect.Expectation;
import jigi.detect.probe.expect.Expectations;
import jigi.detect.probe.expect.Seen;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/**
 * The check of {@link DnsKind}. A named server that does not answer is the target and fails; this
 * machine's own resolver says nothing about the target when it does not answer.
 */
record DnsCheck(Name asked, int type, @Nullable Endpoint server, List<Expectation> expect)
    implements Check {
  private static final int SHOWN = 3;

  @Override
  public Observation observe(CheckContext context) throws InterruptedException {
    long start = RealTime.nanos();
    try {
      String asks =
          server == null
              ? ResolverConfig.getCurrentConfig().server().getHostString()
              : server.host();
      context.tools().network().confine(asks, Deadline.in(context.timeout()));
      SimpleResolver resolver =
          server == null
              ? new SimpleResolver()
              : new SimpleResolver(
                  new InetSocketAddress(InetAddress.getByName(server.host()), server.port()));
      resolver.setTimeout(context.timeout());
      Message question = Message.newQuery(Record.newRecord(asked, type, DClass.IN));
      Message answer =
          resolver
              .sendAsync(question)
              .toCompletableFuture()
              .get(context.timeout().toMillis(), TimeUnit.MILLISECONDS);
      return judge(context, answer, (RealTime.nanos() - start) / 1e9);
    } catch (WireException e) {
      return Observation.unknown(e.evidence());
    } catch (TimeoutException e) {
      return interrupted(context.timeout());
    } catch (ExecutionException | CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return silent(where() + " did not answer: " + why(cause));
    } catch (IOException e) {
      return Observation.unknown("cannot resolve the name server " + server);
    }
  }

  private static String why(Throwable cause) {
    return cause instanceof PortUnreachableException
        ? "its port is closed"
        : String.valueOf(cause.getMessage());
  }

  @Override
  public Observation interrupted(java.time.Duration timeout) {
    return silent(where() + " timed out after " + Durations.format(timeout));
  }

  private Observation silent(String evidence) {
    return server == null ? Observation.unknown(evidence) : Observation.fail(evidence);
  }

  private String where() {
    return server == null ? "this machine's resolver" : "name server " + server;
  }

  private Observation judge(CheckContext context, Message answer, double seconds) {
    int code = answer.getRcode();
    if (code == Rcode.NXDOMAIN) {
      return Observation.fail(where() + " says that " + asked.toString(true) + " does not exist");
    }
    if (code != Rcode.NOERROR) {
      return silent(where() + " answered " + Rcode.string(code));
    }
    List<Record> records =
        answer.getSection(Section.ANSWER).stream().filter(r -> r.getType() == type).toList();
    List<String> lines = records.stream().map(Record::rdataToString).sorted().toList();
    List<Sample> samples = new ArrayList<>();
    samples.add(Sample.of("probe_dns_answers", records.size()));
    samples.add(Sample.of("probe_dns_lookup_duration_seconds", seconds));
    records.stream()
        .mapToLong(Record::getTTL)
        .min()
        .ifPresent(ttl -> samples.add(Sample.of("probe_dns_ttl_seconds", ttl)));
    Seen seen =
        new Seen(
            Map.of("count", (double) records.size(), "time", seconds),
            String.join("\n", lines),
            name -> null,
            context.now(),
            context.ahead());
    List<String> objections = Expectations.objections(expect, seen);
    String evidence = asked.toString(true) + " " + Type.string(type) + " " + shown(lines);
    return Observation.judged(evidence, objections, samples);
  }

  private static String shown(List<String> lines) {
    if (lines.isEmpty()) {
      return "has no record";
    }
    String first = String.join(", ", lines.subList(0, Math.min(SHOWN, lines.size())));
    return lines.size() > SHOWN ? first + " and " + (lines.size() - SHOWN) + " more" : first;
  }
}

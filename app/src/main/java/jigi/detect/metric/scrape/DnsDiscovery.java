package jigi.detect.metric.scrape;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.WireException;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/**
 * {@code dns_sd_configs}.
 *
 * @param port of all but SRV records, which tell it
 */
record DnsDiscovery(List<String> names, Kind kind, int port, Duration refresh)
    implements Discovery {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String META = "__meta_dns_";

  /** Types of records. */
  enum Kind {
    SRV(Type.SRV),
    A(Type.A),
    AAAA(Type.AAAA),
    MX(Type.MX),
    NS(Type.NS);

    private final int type;

    Kind(int type) {
      this.type = type;
    }
  }

  DnsDiscovery {
    names = List.copyOf(names);
  }

  @Override
  public List<TargetGroup> find(Surroundings surroundings, List<TargetGroup> before)
      throws Failed, InterruptedException {
    List<TargetGroup> groups = new ArrayList<>();
    for (String name : names) {
      List<Map<String, String>> targets = new ArrayList<>();
      for (Record record : records(name, surroundings)) {
        targets.add(target(name, record));
      }
      groups.add(new TargetGroup(name, targets));
    }
    return groups;
  }

  private List<Record> records(String name, Surroundings surroundings)
      throws Failed, InterruptedException {
    try {
      surroundings
          .network()
          .confine(
              ResolverConfig.getCurrentConfig().server().getHostString(), Deadline.in(TIMEOUT));
      return LookupSession.defaultBuilder()
          .clearCaches()
          .build()
          .lookupAsync(Name.fromString(name), kind.type)
          .toCompletableFuture()
          .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
          .getRecords();
    } catch (TextParseException e) {
      throw new Failed(name + " is no name of the DNS");
    } catch (WireException e) {
      throw new Failed(e.evidence());
    } catch (TimeoutException e) {
      throw new Failed("timed out resolving " + name);
    } catch (ExecutionException | CompletionException e) {
      return none(name, e.getCause() == null ? e : e.getCause());
    }
  }

  /** A name that is not there has no targets; one that could not be asked for is another matter. */
  private static List<Record> none(String name, Throwable why) throws Failed {
    if (why instanceof NoSuchDomainException || why instanceof NoSuchRRSetException) {
      return List.of();
    }
    String reason = why instanceof SocketTimeoutException ? "timed out" : why.getMessage();
    throw new Failed("cannot resolve " + name + " (" + reason + ")");
  }

  private Map<String, String> target(String name, Record record) {
    Map<String, String> labels = new TreeMap<>();
    labels.put(META + "name", name);
    String host =
        switch (record) {
          case SRVRecord srv -> {
            labels.put(META + "srv_record_target", srv.getTarget().toString());
            labels.put(META + "srv_record_port", String.valueOf(srv.getPort()));
            yield plain(srv.getTarget());
          }
          case MXRecord mx -> {
            labels.put(META + "mx_record_target", mx.getTarget().toString());
            yield plain(mx.getTarget());
          }
          case NSRecord ns -> {
            labels.put(META + "ns_record_target", ns.getTarget().toString());
            yield plain(ns.getTarget());
          }
          case ARecord a -> a.getAddress().getHostAddress();
          case AAAARecord six -> "[" + six.getAddress().getHostAddress() + "]";
          default -> record.rdataToString();
        };
    int at = record instanceof SRVRecord srv ? srv.getPort() : port;
    labels.put(TargetGroup.ADDRESS, host + ":" + at);
    return labels;
  }

  private static String plain(Name name) {
    return name.toString(true).toLowerCase(Locale.ROOT);
  }
}

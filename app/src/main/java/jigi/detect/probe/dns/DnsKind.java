package jigi.detect.probe.dns;

import java.util.List;
import java.util.Map;
import java.util.Set;
import jigi.base.config.Field;
import jigi.base.config.Problems;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.detect.probe.Check;
import jigi.detect.probe.Endpoint;
import jigi.detect.probe.ProbeKind;
import jigi.detect.probe.SampleName;
import jigi.detect.probe.expect.Expectation;
import jigi.detect.probe.expect.Expectations;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Asks a name server about a name. */
public final class DnsKind implements ProbeKind {
  private static final Set<String> SUBJECTS = Set.of("output", "count", "time");

  private static final Field<Name> NAME = Field.required("dns", domain(), "The name to ask about.");
  private static final Field<Integer> TYPE =
      Field.optional(
          "type", recordType(), "A", "A, AAAA, CNAME, MX, NS, TXT, SOA, SRV, CAA, PTR …");
  private static final Field<Endpoint> SERVER =
      Field.optional(
          "server", Endpoint.shape(53), "The name server to ask; absent: this machine's resolver.");
  private static final Field<List<Expectation>> EXPECT =
      Expectations.field(
          SUBJECTS,
          "What must hold of the answers (output, one a line), their number (count) or the time.",
          "count > 0");

  @Override
  public String name() {
    return "dns";
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(NAME, TYPE, SERVER, EXPECT);
  }

  @Override
  public Check configure(Values values, Problems problems) {
    return new DnsCheck(
        values.get(NAME), values.get(TYPE), values.find(SERVER), values.get(EXPECT));
  }

  @Override
  public List<SampleName> samples() {
    return List.of(
        SampleName.of("probe_dns_answers", "count", "Records in the answer."),
        SampleName.of("probe_dns_lookup_duration_seconds", "seconds", "Time to the answer."),
        SampleName.of("probe_dns_ttl_seconds", "seconds", "The shortest TTL of the records."));
  }

  private static Shape<Name> domain() {
    return Shapes.scalar(
        "a domain name",
        "www.example.com",
        Map.of("type", "string"),
        text -> {
          try {
            Name read = Name.fromString(text, Name.root);
            return read.labels() > 1 ? read : null;
          } catch (TextParseException e) {
            return null;
          }
        });
  }

  private static Shape<Integer> recordType() {
    return Shapes.scalar(
        "a type of DNS record",
        "MX",
        Map.of("type", "string"),
        text -> {
          int value = Type.value(text);
          return value < 0 ? null : value;
        });
  }
}

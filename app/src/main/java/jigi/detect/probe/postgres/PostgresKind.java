package jigi.detect.probe.postgres;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jigi.base.config.Field;
import jigi.base.config.Problems;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.detect.probe.Check;
import jigi.detect.probe.ProbeKind;
import jigi.detect.probe.SampleName;
import jigi.detect.probe.expect.Expectation;
import jigi.detect.probe.expect.Expectations;
import org.jspecify.annotations.Nullable;

/** Signs in to PostgreSQL, runs a query, and reads what the server tells about itself. */
public final class PostgresKind implements ProbeKind {
  private static final Set<String> SUBJECTS =
      Stream.concat(
              Stream.of("time"),
              Arrays.stream(Collect.values()).flatMap(each -> Stream.of(each.subjects())))
          .collect(Collectors.toUnmodifiableSet());

  private static final Field<String> CONNECTION =
      Field.required("postgres", Shapes.name(), "The connection, one of 'connections'.");
  private static final Field<String> QUERY =
      Field.optional("query", Shapes.text(), "SELECT 1", "The query whose time is measured.");
  private static final Field<List<Collect>> COLLECT =
      Field.optional(
          "collect",
          Shapes.listOf(Shapes.oneOf(Collect.class)),
          "What to read; absent: connections, locks, replication and wraparound.");
  private static final Field<Integer> TOP =
      Field.optional(
          "top",
          Shapes.integer(1, 200),
          "10",
          "How many tables, indexes and queries become samples, biggest and slowest first.");
  private static final Field<List<Expectation>> EXPECT =
      Expectations.field(SUBJECTS, "What the server must be like, beside there.");

  @Override
  public String name() {
    return "postgres";
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(CONNECTION, QUERY, COLLECT, TOP, EXPECT);
  }

  @Override
  public @Nullable Check configure(Values values, Problems problems) {
    List<Collect> collect = values.find(COLLECT, Collect.USUAL);
    List<Expectation> expect = values.get(EXPECT);
    for (Expectation each : expect) {
      boolean measured =
          each.subject().equals("time")
              || collect.stream()
                  .anyMatch(section -> List.of(section.subjects()).contains(each.subject()));
      if (!measured) {
        problems.error(
            values.placeOfValue(EXPECT),
            "not-collected",
            "the probe does not read what it expects something of ('" + each.subject() + "')",
            "add '" + sectionOf(each.subject()) + "' to 'collect'");
        return null;
      }
    }
    return new PostgresCheck(
        values.get(CONNECTION), values.get(QUERY), collect, values.get(TOP), expect);
  }

  private static String sectionOf(String subject) {
    return Arrays.stream(Collect.values())
        .filter(section -> List.of(section.subjects()).contains(subject))
        .map(section -> section.name().toLowerCase(java.util.Locale.ROOT))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public List<SampleName> samples() {
    return PostgresSamples.ALL;
  }
}

package jigi.detect.probe.promql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.Evidence;
import jigi.detect.probe.Observation;
import jigi.detect.probe.QueryResult;
import jigi.detect.probe.Sample;
import jigi.detect.probe.expect.Expectation;
import jigi.detect.probe.expect.Expectations;
import jigi.detect.probe.expect.Seen;

/** Holds every series of an answer to what is expected. */
record SeriesJudge(List<Expectation> expect) {
  private static final int SHOWN = 3;

  /** Labels that every sample of ours has; the series' own move aside, as in a scrape. */
  private static final Set<String> OURS = Set.of("system", "component", "probe", "host");

  Observation judge(CheckContext context, List<QueryResult.Series> all) {
    boolean ofValues = expect.stream().anyMatch(each -> each.subject().equals("value"));
    List<QueryResult.Series> known =
        all.stream().filter(series -> !Double.isNaN(series.value())).toList();
    if (ofValues && known.isEmpty()) {
      return Observation.unknown("the query yields no " + (all.isEmpty() ? "series" : "number"));
    }
    List<Sample> samples = new ArrayList<>();
    samples.add(Sample.of("promql_series", all.size()));
    List<String> objections = new ArrayList<>(objections(context, "count", Map.of(), all.size()));
    for (QueryResult.Series series : known) {
      samples.add(sample(series));
      for (String objection : objections(context, "value", series.labels(), series.value())) {
        objections.add(series.text() + (series.labels().isEmpty() ? "" : " ") + objection);
      }
    }
    return Observation.judged(shortened(objections), evidence(known), samples);
  }

  private List<String> objections(
      CheckContext context, String subject, Map<String, String> labels, double value) {
    Seen seen = new Seen(Map.of(subject, value), "", labels::get, context.now(), context.ahead());
    return Expectations.objections(
        expect.stream().filter(each -> each.subject().equals(subject)).toList(), seen);
  }

  private static Sample sample(QueryResult.Series series) {
    List<String> labels = new ArrayList<>();
    series
        .labels()
        .forEach(
            (name, text) -> {
              labels.add(OURS.contains(name) ? "exported_" + name : name);
              labels.add(text);
            });
    return Sample.of("promql_value", series.value(), labels.toArray(String[]::new));
  }

  private static String evidence(List<QueryResult.Series> known) {
    String values =
        known.stream().limit(SHOWN).map(SeriesJudge::shown).collect(Collectors.joining(", "));
    if (known.size() == 1) {
      return values;
    }
    String more = known.size() > SHOWN ? ", " + (known.size() - SHOWN) + " more" : "";
    return known.size() + " series" + (values.isEmpty() ? "" : ": " + values + more);
  }

  private static String shown(QueryResult.Series series) {
    return (series.text() + " " + Evidence.number(series.value())).strip();
  }

  private static List<String> shortened(List<String> objections) {
    if (objections.size() <= SHOWN) {
      return objections;
    }
    List<String> some = new ArrayList<>(objections.subList(0, SHOWN));
    some.add((objections.size() - SHOWN) + " more");
    return some;
  }
}

package jigi.detect.metric;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import jigi.base.config.Place;
import jigi.base.config.Problems;
import jigi.base.kernel.Nearest;
import jigi.detect.probe.Probe;
import jigi.detect.probe.ProbeKey;
import jigi.detect.probe.ProbeKind;
import jigi.detect.probe.SampleName;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import jigi.metrics.promql.Expr;
import jigi.metrics.promql.PromQl;

/** Which probes of a manual produce what an expression reads. */
public final class Producers implements QueryCheck {
  private static final List<SampleName> COMMON =
      List.of(
          SampleName.of("probe_success", "state", "1 when the probe is OK, 0 when it failed."),
          SampleName.of("probe_duration_seconds", "seconds", "Time that the execution took."));

  /** Series of Jigi's own. */
  private static final Set<String> OWN = Set.of("ALERTS", "ALERTS_FOR_STATE");

  private static final String OWN_PREFIX = "jigi_";

  private final String system;
  private final List<Probe> probes;
  private final Set<String> recorded;
  private final boolean complete;
  private final ProbeKind.Offer scraped;

  /**
   * @param recorded names of recording rules
   * @param complete false while the manual's components are misread: nothing is reported then
   * @param scraped what is scraped beside the probes
   */
  Producers(
      String system,
      List<Probe> probes,
      Set<String> recorded,
      boolean complete,
      ProbeKind.Offer scraped) {
    this.scraped = scraped;
    this.system = system;
    this.probes = List.copyOf(probes);
    this.recorded = Set.copyOf(recorded);
    this.complete = complete;
  }

  /** The probes that an expression reads, by the names and labels of its selectors. */
  public Set<ProbeKey> reads(Expr expr) {
    Set<ProbeKey> keys = new LinkedHashSet<>();
    for (Expr.VectorSelector selector : PromQl.selectors(expr)) {
      for (Probe probe : probes) {
        if (produces(probe, selector) || mayProduce(probe, selector)) {
          keys.add(probe.key());
        }
      }
    }
    return keys;
  }

  /** Whether it may read what is scraped beside the probes. */
  boolean readsScraped(Expr expr) {
    return PromQl.selectors(expr).stream()
        .anyMatch(
            selector ->
                isScraped(selector)
                    || (scraped.open()
                        && probes.stream().noneMatch(probe -> produces(probe, selector))));
  }

  private boolean isScraped(Expr.VectorSelector selector) {
    List<Matcher> names = nameMatchers(selector);
    return scraped.names().stream().anyMatch(name -> all(names, name));
  }

  /**
   * Reports every selector over a metric that nothing of this manual can produce; as a warning
   * where a target names its metrics itself.
   */
  @Override
  public void check(Expr expr, Place place, Problems problems) {
    if (!complete) {
      return;
    }
    for (Expr.VectorSelector selector : PromQl.selectors(expr)) {
      if (isKnown(selector)) {
        continue;
      }
      boolean offered = scraped.open() && ofSystem(selector);
      if (offered || probes.stream().anyMatch(probe -> mayProduce(probe, selector))) {
        problems.warning(
            place,
            "unsure-metric",
            "whether the scraped targets offer it is not known (" + selector + ")",
            offered
                ? "list it under 'scraped-metrics'"
                : "list it under 'metrics' of the scrape probe");
      } else {
        report(selector, place, problems);
      }
    }
  }

  private boolean isKnown(Expr.VectorSelector selector) {
    if (isScraped(selector) || probes.stream().anyMatch(probe -> produces(probe, selector))) {
      return true;
    }
    List<Matcher> names = nameMatchers(selector);
    return recorded.stream().anyMatch(name -> all(names, name))
        || OWN.stream().anyMatch(name -> all(names, name))
        || names.stream().anyMatch(matcher -> matcher.value().startsWith(OWN_PREFIX));
  }

  private void report(Expr.VectorSelector selector, Place place, Problems problems) {
    List<Matcher> names = nameMatchers(selector);
    List<Probe> byName =
        probes.stream()
            .filter(probe -> names(probe).stream().anyMatch(each -> all(names, each.name())))
            .toList();
    if (byName.isEmpty()) {
      problems.error(
          place,
          "unknown-metric",
          "no probe of this manual produces it (" + selector + ")",
          Nearest.hint(wanted(names), known()));
      return;
    }
    String where =
        byName.stream()
            .map(
                probe ->
                    "{component=\""
                        + probe.key().component()
                        + "\", probe=\""
                        + probe.key().probe()
                        + (probe.host() == null ? "" : "\", host=\"" + probe.host())
                        + "\"}")
            .distinct()
            .limit(5)
            .collect(Collectors.joining(", "));
    problems.error(
        place,
        "no-such-series",
        "no probe produces it with these labels (" + selector + ")",
        "it is produced with " + where);
  }

  private static String wanted(List<Matcher> names) {
    return names.isEmpty() ? "" : names.getFirst().value();
  }

  private Set<String> known() {
    Set<String> names = new TreeSet<>(recorded);
    names.addAll(scraped.names());
    probes.forEach(probe -> names(probe).forEach(each -> names.add(each.name())));
    return names;
  }

  private static List<Matcher> nameMatchers(Expr.VectorSelector selector) {
    return selector.matchers().stream()
        .filter(matcher -> matcher.name().equals(Labels.METRIC_NAME))
        .toList();
  }

  private static boolean all(List<Matcher> matchers, String value) {
    return matchers.stream().allMatch(matcher -> matcher.matches(value));
  }

  private boolean produces(Probe probe, Expr.VectorSelector selector) {
    List<Matcher> names = nameMatchers(selector);
    for (SampleName sample : COMMON) {
      if (all(names, sample.name()) && fits(selector, constants(probe, true), sample.labels())) {
        return true;
      }
    }
    boolean labelled = !probe.spec().kind().samplesLackComponent();
    for (SampleName sample : probe.spec().kind().samples()) {
      if (all(names, sample.name())
          && fits(selector, constants(probe, labelled), sample.labels())) {
        return true;
      }
    }
    return probe.spec().offer().names().stream().anyMatch(name -> all(names, name));
  }

  /** True when the probe's target names its metrics itself, so that nobody can know. */
  private boolean mayProduce(Probe probe, Expr.VectorSelector selector) {
    boolean declared =
        names(probe).stream().anyMatch(each -> all(nameMatchers(selector), each.name()));
    return probe.spec().offer().open() && !declared && ofSystem(selector);
  }

  private boolean ofSystem(Expr.VectorSelector selector) {
    return selector.matchers().stream()
        .filter(matcher -> matcher.name().equals("system"))
        .allMatch(matcher -> matcher.matches(system));
  }

  /**
   * Whether the matchers admit the probe's own labels; other labels only if the sample has them.
   */
  private static boolean fits(
      Expr.VectorSelector selector, Map<String, String> constants, List<String> free) {
    for (Matcher matcher : selector.matchers()) {
      String name = matcher.name();
      if (!name.equals(Labels.METRIC_NAME)
          && !free.contains(name)
          && !matcher.matches(constants.getOrDefault(name, ""))) {
        return false;
      }
    }
    return true;
  }

  private static Map<String, String> constants(Probe probe, boolean labelled) {
    if (!labelled) {
      return Map.of("system", probe.key().system());
    }
    String host = probe.host();
    return Map.of(
        "system", probe.key().system(),
        "component", probe.key().component(),
        "probe", probe.key().probe(),
        "host", host == null ? "" : host);
  }

  private static List<SampleName> names(Probe probe) {
    List<SampleName> names = new ArrayList<>(COMMON);
    names.addAll(probe.spec().kind().samples());
    probe.spec().offer().names().forEach(name -> names.add(SampleName.of(name, "", "")));
    return names;
  }
}

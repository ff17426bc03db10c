package jigi.detect.probe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jigi.base.kernel.Status;
import jigi.detect.probe.expect.Expectation;
import jigi.detect.probe.expect.Expectations;
import jigi.detect.probe.expect.Seen;

/** Gathers what a check measures about a server, and has it judged in the end. */
public final class Measured {
  private final Map<String, Double> numbers = new LinkedHashMap<>();
  private final List<Sample> samples = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private final Map<String, String> gaps = new LinkedHashMap<>();
  private final List<String> faults = new ArrayList<>();
  private final List<String> doubts = new ArrayList<>();

  /** A number that expectations may be about; NaN says that it could not be measured. */
  public void number(String subject, double value) {
    if (!Double.isNaN(value)) {
      numbers.put(subject, value);
    }
  }

  /** A sample; what is NaN could not be measured, and yields none. */
  public void sample(String name, double value, String... labelNamesAndValues) {
    if (!Double.isNaN(value)) {
      samples.add(Sample.of(name, value, labelNamesAndValues));
    }
  }

  /** A few words for the evidence. */
  public void remark(String text) {
    remarks.add(text);
  }

  /** These subjects could not be measured, and why; whoever expects something of them is told. */
  public void gap(String why, String... subjects) {
    for (String subject : subjects) {
      gaps.put(subject, why);
    }
  }

  /** Something that is wrong, whatever is expected. */
  public void fault(String text) {
    faults.add(text);
  }

  /** Something that nobody can tell yet: UNKNOWN, unless something else is wrong. */
  public void doubt(String text) {
    doubts.add(text);
  }

  /** FAIL when an expectation is not met, else UNKNOWN when one could not be looked at. */
  public Observation judge(List<Expectation> expect, CheckContext context) {
    Seen seen = new Seen(numbers, "", name -> null, context.now(), context.ahead());
    List<Expectation> measured =
        expect.stream().filter(each -> numbers.containsKey(each.subject())).toList();
    List<String> objections = new ArrayList<>(faults);
    objections.addAll(Expectations.objections(measured, seen));
    String remarked = String.join("; ", remarks);
    if (!objections.isEmpty()) {
      return Observation.judged(objections, remarked, samples);
    }
    List<String> missing = new ArrayList<>(doubts);
    expect.stream()
        .filter(each -> !numbers.containsKey(each.subject()))
        .map(each -> each.subject() + " could not be measured" + why(each.subject()))
        .forEach(missing::add);
    return missing.isEmpty()
        ? Observation.of(Status.OK, remarked, samples)
        : Observation.unknown(missing, remarked);
  }

  private String why(String subject) {
    String gap = gaps.get(subject);
    return gap == null ? "" : ": " + gap;
  }
}

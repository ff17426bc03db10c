package jigi.detect.probe.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import jigi.base.connect.wire.Http;
import org.jspecify.annotations.Nullable;

/** The instances that have answered so far behind one address. */
final class Instances {
  private static final int SHOWN = 5;

  private final Spread spread;
  private final Set<String> marks = new TreeSet<>();
  private final List<String> odd = new ArrayList<>();
  private @Nullable String status;
  private int requests;

  Instances(Spread spread) {
    this.spread = spread;
  }

  /** An answer that is unlike the first, or tells no instance, ends the asking. */
  void add(Http.Response answer) {
    requests++;
    status = status == null ? answer.statusLine() : status;
    String mark = spread.by().from(answer.text(), answer::header);
    if (!answer.statusLine().equals(status)) {
      odd.add("answer " + requests + " was " + answer.statusLine());
    } else if (mark == null || mark.isBlank()) {
      odd.add("answer " + requests + " does not say which instance it is of");
    } else {
      marks.add(mark.strip());
    }
  }

  boolean wantsMore() {
    return odd.isEmpty() && marks.size() < spread.atLeast() && requests < spread.within();
  }

  int count() {
    return marks.size();
  }

  List<String> objections() {
    return odd.isEmpty() && marks.size() < spread.atLeast()
        ? List.of("expected at least " + spread.atLeast() + " instances")
        : List.copyOf(odd);
  }

  /** {@code 2 instances in 3 answers (a, b)}. */
  String text() {
    String names = String.join(", ", marks.stream().limit(SHOWN).toList());
    return marks.size()
        + (marks.size() == 1 ? " instance in " : " instances in ")
        + requests
        + (requests == 1 ? " answer" : " answers")
        + (marks.isEmpty() ? "" : " (" + names + (marks.size() > SHOWN ? ", …)" : ")"));
  }
}

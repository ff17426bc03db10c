package jigi.detect.probe.expect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jigi.base.config.Field;
import jigi.base.config.Node;
import jigi.base.config.Place;
import jigi.base.config.Problems;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import org.jspecify.annotations.Nullable;

/** Lists of expectations, and their notation in a manual. */
public final class Expectations {
  private Expectations() {}

  /**
   * One or several expectations about the given subjects: {@code status time body output json
   * header fresh}, {@code age} and {@code left} in durations, {@code size} in amounts of data, and
   * other numbers that the check measures.
   */
  public static Shape<List<Expectation>> shape(Set<String> subjects) {
    return Shapes.listOf(new One(subjects));
  }

  /**
   * The key {@code expect} of a kind.
   *
   * @param usual what holds of a probe that expects nothing by itself
   */
  public static Field<List<Expectation>> field(Set<String> subjects, String doc, String... usual) {
    List<String> all = List.of(usual);
    String otherwise = all.size() == 1 ? all.getFirst() : "[" + String.join(", ", all) + "]";
    return Field.optional("expect", shape(subjects), otherwise, doc);
  }

  /** One expectation that stands alone; null after reporting what is wrong with it. */
  public static @Nullable Expectation read(
      String text, Set<String> subjects, Place place, Problems problems) {
    try {
      return new ExpectationParser(text, subjects).parse();
    } catch (ExpectationParser.Bad e) {
      report(text, e, place, problems);
      return null;
    }
  }

  private static void report(String text, ExpectationParser.Bad e, Place place, Problems problems) {
    problems.error(place, "bad-expectation", "in '" + text + "': " + e.getMessage(), e.hint());
  }

  /** What is objected to, in order; empty when all hold. */
  public static List<String> objections(List<Expectation> expectations, Seen seen) {
    List<String> objections = new ArrayList<>();
    for (Expectation expectation : expectations) {
      String objection = expectation.objection(seen);
      if (objection != null) {
        objections.add(objection);
      }
    }
    return objections;
  }

  private record One(Set<String> subjects) implements Shape<Expectation> {
    @Override
    public @Nullable Expectation read(Node node, Problems problems) {
      if (!(node instanceof Node.ScalarNode scalar)) {
        problems.error(
            node.place(),
            "wrong-type",
            "here must stand an expectation, not " + node.kind(),
            "write for example status == 200; put quotes around all of it if it holds ': ' or ' #'");
        return null;
      }
      try {
        return new ExpectationParser(scalar.text(), subjects).parse();
      } catch (ExpectationParser.Bad e) {
        Place place = problems.within(node.place(), scalar.text(), e.column());
        report(scalar.text(), e, place, problems);
        return null;
      }
    }

    @Override
    public Map<String, Object> schema() {
      return Map.of("type", "string");
    }

    @Override
    public String title() {
      return "an expectation";
    }
  }
}

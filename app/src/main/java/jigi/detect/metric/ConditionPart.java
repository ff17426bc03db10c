package jigi.detect.metric;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import jigi.base.config.Field;
import jigi.base.config.ManualPart;
import jigi.base.config.ManualReading;
import jigi.base.config.Names;
import jigi.base.config.Node;
import jigi.base.config.ObjectShape;
import jigi.base.config.Place;
import jigi.base.config.Problems;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.config.Yaml;
import jigi.detect.inventory.InventoryPart;
import jigi.detect.probe.OwnQuery;
import jigi.detect.probe.Probe;
import jigi.detect.probe.ProbeKind;
import jigi.detect.probe.ProbePart;
import jigi.metrics.model.Matcher;
import jigi.metrics.promql.Expr;
import jigi.metrics.promql.PromQl;
import jigi.metrics.promql.PromQlException;
import org.jspecify.annotations.Nullable;

/** Reads a manual's named conditions. */
public final class ConditionPart implements ManualPart<ManualConditions> {
  private static final Field<String> EXPR =
      Field.required("expr", Shapes.text(), "A PromQL comparison.");
  private static final Field<String> TITLE =
      Field.optional("title", Shapes.text(), "What people call the condition.");
  private static final Field<Map<String, Written>> CONDITIONS =
      Field.optional(
          "conditions",
          Shapes.mapOf(new WrittenShape()),
          "Comparisons by name; a scalar is the PromQL comparison itself.");
  private static final Field<String> SYSTEM =
      Field.optional("system", Shapes.text(), "The system's key.");

  private final InventoryPart inventory;
  private final ProbePart probes;
  private final Function<ManualReading, ProbeKind.Offer> scraped;

  /** For manuals in which probes measure everything. */
  public ConditionPart(InventoryPart inventory, ProbePart probes) {
    this(inventory, probes, reading -> ProbeKind.Offer.NOTHING);
  }

  /**
   * @param scraped what is scraped beside the probes
   */
  public ConditionPart(
      InventoryPart inventory, ProbePart probes, Function<ManualReading, ProbeKind.Offer> scraped) {
    this.scraped = scraped;
    this.inventory = inventory;
    this.probes = probes;
  }

  /** The names of all conditions, those among them that are not valid. */
  public Names names(ManualReading reading) {
    return reading.names(CONDITIONS);
  }

  /** A condition as it stands in the file. */
  private record Written(String text, @Nullable String title, Place place) {}

  @Override
  public List<Field<?>> fields() {
    return List.of(CONDITIONS);
  }

  @Override
  public ManualConditions read(ManualReading reading) {
    String system = reading.find(SYSTEM, "");
    List<Probe> manualProbes = reading.part(probes);
    Producers producers =
        new Producers(
            system,
            manualProbes,
            recorded(reading),
            reading.part(inventory).complete(),
            scraped.apply(reading));
    for (Probe probe : manualProbes) {
      if (probe.bare() instanceof OwnQuery own) {
        producers.check(own.query(), probe.spec().place(), reading.problems());
      }
    }
    LinkedHashMap<String, Condition> conditions = new LinkedHashMap<>();
    reading
        .find(CONDITIONS, Map.of())
        .forEach(
            (name, written) -> {
              Condition condition = condition(system, name, written, reading.problems());
              if (condition != null) {
                producers.check(condition.expr(), written.place(), reading.problems());
                conditions.put(name, condition);
              }
            });
    return new ManualConditions(conditions, producers);
  }

  private static @Nullable Condition condition(
      String system, String name, Written written, Problems problems) {
    if (Shapes.name().read(new Node.ScalarNode(written.place(), name), problems) == null) {
      return null;
    }
    try {
      Expr parsed = PromQl.parse(written.text());
      Expr bare = unwrapped(PromQl.withMatcher(parsed, Matcher.equal("system", system)));
      if (bare instanceof Expr.Binary binary && binary.op().isComparison()) {
        Expr.Binary asBool =
            new Expr.Binary(
                binary.op(),
                true,
                binary.left(),
                binary.right(),
                binary.matching(),
                binary.position());
        return new Condition(
            system, name, written.title(), written.text(), asBool, written.place());
      }
      problems.error(
          written.place(),
          "not-a-comparison",
          "a condition must be one comparison ('" + written.text() + "')",
          "write 'metric < 5'; make two conditions of what 'and' joins");
    } catch (PromQlException e) {
      problems.error(
          e.position() == null
              ? written.place()
              : problems.within(written.place(), written.text(), e.position().start()),
          "bad-promql",
          PromQlHints.reason(e) + " ('" + written.text() + "')",
          PromQlHints.hint(e));
    }
    return null;
  }

  private static Expr unwrapped(Expr expr) {
    return expr instanceof Expr.Paren paren ? unwrapped(paren.inner()) : expr;
  }

  /** Names that the manual's rule files record; their own part reads and checks them later. */
  private static Set<String> recorded(ManualReading reading) {
    Set<String> names = new TreeSet<>();
    reading
        .source()
        .below("rules/", ".yaml")
        .forEach((file, text) -> addRecorded(Yaml.read(file, text, new Problems()), names));
    return names;
  }

  private static void addRecorded(Node node, Set<String> names) {
    switch (node) {
      case Node.MapNode map -> {
        if (map.get("record") instanceof Node.ScalarNode record) {
          names.add(record.text());
        }
        map.entries().values().forEach(value -> addRecorded(value, names));
      }
      case Node.ListNode list -> list.items().forEach(item -> addRecorded(item, names));
      case Node.ScalarNode scalar -> {}
      case Node.EmptyNode empty -> {}
    }
  }

  private static final class WrittenShape implements Shape<Written> {
    private static final ObjectShape<Written> KEYS =
        ObjectShape.of(
            "a condition",
            List.of(EXPR, TITLE),
            v -> new Written(v.get(EXPR), v.find(TITLE), v.placeOfValue(EXPR)));

    @Override
    public @Nullable Written read(Node node, Problems problems) {
      return node instanceof Node.ScalarNode scalar
          ? new Written(scalar.text(), null, scalar.place())
          : KEYS.read(node, problems);
    }

    @Override
    public Map<String, Object> schema() {
      return Map.of("anyOf", List.of(Map.of("type", "string"), KEYS.schema()));
    }

    @Override
    public String title() {
      return "a PromQL comparison, or " + KEYS.title();
    }

    @Override
    public List<Shape<?>> inner() {
      return List.of(KEYS);
    }
  }
}

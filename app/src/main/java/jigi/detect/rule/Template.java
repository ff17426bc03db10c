package jigi.detect.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A text with actions in Go's template notation, as it stands in annotations and labels of rules:
 * {@code {{ $labels.instance }} is down since {{ $value | humanizeDuration }}}. The subset that
 * people use: {@code $value}, {@code $labels}, literals, pipelines, {@code if}/{@code else}, {@code
 * query … | first | value}, and the functions of {@link TemplateFunctions}. Everything else is
 * refused when it is parsed, so that no alert is ever sent with an error in the place of its text.
 */
public final class Template {
  /** What a template may speak of. */
  public record Data(Map<String, String> labels, double value, External external, Queries queries) {
    /** Where nothing can be asked. */
    public Data(Map<String, String> labels, double value, String externalUrl) {
      this(labels, value, External.at(externalUrl), expression -> List.of());
    }

    public Data {
      labels = Map.copyOf(labels);
    }
  }

  /**
   * How whoever evaluates is known outside.
   *
   * @param labels none but in tests of rules, which may name some
   */
  public record External(String url, Map<String, String> labels) {
    public External {
      labels = Map.copyOf(labels);
    }

    public static External at(String url) {
      return new External(url, Map.of());
    }
  }

  /** Answers {@code query}. */
  public interface Queries {
    /** The instant vector of an expression; empty when there is no answer. */
    List<Found> ask(String expression);
  }

  /** One sample that a query found. */
  public record Found(Map<String, String> labels, double value) {
    public Found {
      labels = Map.copyOf(labels);
    }
  }

  /** A piece of a template. */
  sealed interface Part {
    record Text(String text) implements Part {}

    record Action(Operand value) implements Part {}

    record If(Operand condition, List<Part> then, List<Part> otherwise) implements Part {}
  }

  /** Something that has a value: a string, a number or a truth value. */
  sealed interface Operand {
    record Literal(Object value) implements Operand {}

    record Value() implements Operand {}

    record Label(String name) implements Operand {}

    record AllLabels() implements Operand {}

    record ExternalUrl() implements Operand {}

    record ExternalLabel(String name) implements Operand {}

    record ExternalLabels() implements Operand {}

    record Call(TemplateFunctions function, List<Operand> arguments) implements Operand {}
  }

  private final String text;
  private final List<Part> parts;

  private Template(String text, List<Part> parts) {
    this.text = text;
    this.parts = parts;
  }

  /**
   * @throws TemplateException for a text that is no template or asks for what is not there
   */
  public static Template parse(String text) throws TemplateException {
    return new Template(text, new TemplateParser(text).parse());
  }

  public String text() {
    return text;
  }

  /** Whether the text is the same for every alert. */
  public boolean isConstant() {
    return parts.stream().allMatch(part -> part instanceof Part.Text);
  }

  public String render(Data data) {
    StringBuilder out = new StringBuilder();
    render(parts, data, out);
    return out.toString();
  }

  private static void render(List<Part> parts, Data data, StringBuilder out) {
    for (Part part : parts) {
      switch (part) {
        case Part.Text literal -> out.append(literal.text());
        case Part.Action action -> out.append(TemplateFunctions.text(value(action.value(), data)));
        case Part.If choice ->
            render(
                TemplateFunctions.truth(value(choice.condition(), data))
                    ? choice.then()
                    : choice.otherwise(),
                data,
                out);
      }
    }
  }

  private static Object value(Operand operand, Data data) {
    return switch (operand) {
      case Operand.Literal literal -> literal.value();
      case Operand.Value ignored -> data.value();
      case Operand.Label label -> data.labels().getOrDefault(label.name(), "");
      case Operand.AllLabels ignored -> data.labels();
      case Operand.ExternalUrl ignored -> data.external().url();
      case Operand.ExternalLabel label -> data.external().labels().getOrDefault(label.name(), "");
      case Operand.ExternalLabels ignored -> data.external().labels();
      case Operand.Call call -> {
        List<Object> arguments = new ArrayList<>();
        for (Operand argument : call.arguments()) {
          arguments.add(value(argument, data));
        }
        yield call.function() == TemplateFunctions.QUERY
            ? data.queries().ask(TemplateFunctions.text(arguments.getFirst()))
            : call.function().apply(arguments);
      }
    };
  }

  @Override
  public boolean equals(@org.jspecify.annotations.Nullable Object other) {
    return other instanceof Template template && text.equals(template.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}

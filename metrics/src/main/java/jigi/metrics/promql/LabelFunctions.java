package jigi.metrics.promql;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.function.UnaryOperator;
import jigi.metrics.model.Labels;

/** {@code label_replace} and {@code label_join}. */
final class LabelFunctions {
  private LabelFunctions() {}

  static void evaluate(Evaluator evaluator, Expr.Call call, RowSink sink) {
    boolean replace = call.function() == Function.LABEL_REPLACE;
    String destination = Evaluator.string(call.arguments().get(1));
    UnaryOperator<Labels> change =
        replace ? replacement(call.arguments(), destination) : join(call.arguments(), destination);
    if (!Text.isLabelName(destination)) {
      throw invalidName("destination", call.function(), destination);
    }
    RowMerger merged = new RowMerger(evaluator);
    evaluator.vector(
        call.arguments().getFirst(),
        (labels, dropName, values) -> {
          Labels changed = change.apply(labels);
          boolean named = destination.equals(Labels.METRIC_NAME) && (!replace || changed != labels);
          merged.add(changed, dropName && !named, values);
        });
    merged.drain(sink);
  }

  private static PromQlException invalidName(String which, Function function, String name) {
    return PromQlException.execution(
        "invalid " + which + " label name in " + function.text() + "(): " + name);
  }

  private static UnaryOperator<Labels> replacement(List<Expr> arguments, String destination) {
    String template = Evaluator.string(arguments.get(2));
    String source = Evaluator.string(arguments.get(3));
    String regex = Evaluator.string(arguments.get(4));
    Pattern pattern;
    try {
      pattern = Pattern.compile(regex, Pattern.DOTALL);
    } catch (PatternSyntaxException e) {
      throw PromQlException.execution("invalid regular expression in label_replace(): " + regex);
    }
    return labels -> {
      Matcher matcher = pattern.matcher(labels.getOrEmpty(source));
      return matcher.matches() ? labels.with(destination, expand(template, matcher)) : labels;
    };
  }

  /** Fills in {@code $1}, {@code ${1}}, {@code $name} and {@code $$} by the rules of Go. */
  private static String expand(String template, Matcher matcher) {
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < template.length()) {
      char c = template.charAt(i);
      if (c != '$') {
        out.append(c);
        i++;
        continue;
      }
      if (template.startsWith("$$", i)) {
        out.append('$');
        i += 2;
        continue;
      }
      boolean braces = template.startsWith("${", i);
      int start = i + (braces ? 2 : 1);
      int end = start;
      while (end < template.length()
          && (Text.isAlpha(template.charAt(end)) || Text.isDigit(template.charAt(end)))) {
        end++;
      }
      if (end == start || (braces && !template.startsWith("}", end))) {
        out.append('$');
        i++;
        continue;
      }
      out.append(group(matcher, template.substring(start, end)));
      i = braces ? end + 1 : end;
    }
    return out.toString();
  }

  private static String group(Matcher matcher, String name) {
    String value = null;
    if (name.chars().allMatch(Text::isDigit)) {
      int index = name.length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(name);
      value = index <= matcher.groupCount() ? matcher.group(index) : null;
    } else if (matcher.pattern().namedGroups().containsKey(name)) {
      value = matcher.group(name);
    }
    return value == null ? "" : value;
  }

  private static UnaryOperator<Labels> join(List<Expr> arguments, String destination) {
    String separator = Evaluator.string(arguments.get(2));
    List<String> sources =
        arguments.subList(3, arguments.size()).stream().map(Evaluator::string).toList();
    for (String source : sources) {
      if (!Text.isLabelName(source)) {
        throw invalidName("source", Function.LABEL_JOIN, source);
      }
    }
    return labels ->
        labels.with(
            destination, String.join(separator, sources.stream().map(labels::getOrEmpty).toList()));
  }
}

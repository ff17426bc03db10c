package jigi.detect.rule;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import jigi.base.kernel.Nearest;
import jigi.detect.rule.Template.Operand;
import jigi.detect.rule.Template.Part;
import jigi.metrics.promql.PromQl;
import jigi.metrics.promql.PromQlException;
import org.jspecify.annotations.Nullable;

/** Reads the notation of Go's text/template as far as rules use it. */
final class TemplateParser {
  private static final Set<String> LATER =
      Set.of(
          "range",
          "with",
          "template",
          "define",
          "block",
          "tableLink",
          "graphLink",
          "safeHtml",
          "args",
          "tmpl");
  private static final Map<Character, String> ESCAPES = Map.of('n', "\n", 't', "\t", 'r', "\r");

  private final String text;
  private int at;
  private int end;

  TemplateParser(String text) {
    this.text = text;
  }

  List<Part> parse() throws TemplateException {
    List<Part> parts = new ArrayList<>();
    Keyword stop = parts(parts);
    if (stop != null) {
      throw wrong(stop.offset(), "'" + stop.word() + "' without an 'if'", "remove it");
    }
    return parts;
  }

  private record Keyword(String word, int offset) {}

  /** Reads up to an {@code else} or {@code end}, which is handed back, or to the end. */
  private @Nullable Keyword parts(List<Part> into) throws TemplateException {
    while (at < text.length()) {
      int open = text.indexOf("{{", at);
      if (open < 0) {
        add(into, text.substring(at));
        at = text.length();
        return null;
      }
      String literal = text.substring(at, open);
      boolean trim = text.startsWith("{{- ", open);
      add(into, trim ? literal.stripTrailing() : literal);
      Keyword stop = action(open, trim, into);
      if (stop != null) {
        return stop;
      }
    }
    return null;
  }

  private @Nullable Keyword action(int open, boolean trim, List<Part> into)
      throws TemplateException {
    int close = closing(open);
    at = open + (trim ? 3 : 2);
    end = close;
    boolean trimAfter = text.startsWith(" -", close - 2) && close - 2 >= at;
    if (trimAfter) {
      end = close - 2;
    }
    int start = skipSpace();
    String word = keyword();
    Keyword stop = null;
    if (word.equals("end") || word.equals("else")) {
      at = start + word.length();
      stop = new Keyword(word, start);
      if (word.equals("end")) {
        mustEnd();
      }
    } else if (word.equals("if")) {
      at = start + 2;
      choice(start, close, trimAfter, into);
      return null;
    } else if (!text.startsWith("/*", start)) {
      into.add(new Part.Action(pipeline()));
      mustEnd();
    }
    if (stop == null || stop.word().equals("end")) {
      after(close, trimAfter);
    } else {
      elseAt = at;
      elseEnd = end;
      after(close, trimAfter);
    }
    return stop;
  }

  private int elseAt;
  private int elseEnd;

  private void choice(int start, int close, boolean trimAfter, List<Part> into)
      throws TemplateException {
    Operand condition = pipeline();
    mustEnd();
    after(close, trimAfter);
    into.add(branches(start, condition));
  }

  private Part branches(int start, Operand condition) throws TemplateException {
    List<Part> then = new ArrayList<>();
    List<Part> otherwise = new ArrayList<>();
    Keyword stop = parts(then);
    if (stop != null && stop.word().equals("else")) {
      int resume = at;
      at = elseAt;
      end = elseEnd;
      skipSpace();
      if (keyword().equals("if")) {
        at += 2;
        Operand next = pipeline();
        mustEnd();
        at = resume;
        otherwise.add(branches(start, next));
        return new Part.If(condition, then, otherwise);
      }
      mustEnd();
      at = resume;
      stop = parts(otherwise);
    }
    if (stop == null || !stop.word().equals("end")) {
      throw wrong(start, "an 'if' without its 'end'", "close it with {{ end }}");
    }
    return new Part.If(condition, then, otherwise);
  }

  private void after(int close, boolean trimAfter) {
    at = close + 2;
    while (trimAfter && at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  /** The braces that end an action, not those inside its strings. */
  private int closing(int open) throws TemplateException {
    char quote = 0;
    for (int i = open + 2; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        if (c == '\\' && quote == '"') {
          i++;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (c == '"' || c == '`') {
        quote = c;
      } else if (text.startsWith("}}", i)) {
        return i;
      }
    }
    throw wrong(open, "'{{' is not closed", "close it with }}");
  }

  private Operand pipeline() throws TemplateException {
    Operand value = command(null);
    skipSpace();
    while (at < end && text.charAt(at) == '|') {
      at++;
      value = command(value);
      skipSpace();
    }
    return value;
  }

  private Operand command(@Nullable Operand piped) throws TemplateException {
    int start = skipSpace();
    String name = word();
    if (!name.isEmpty() && !name.equals("true") && !name.equals("false")) {
      at += name.length();
      TemplateFunctions function = function(name, start);
      List<Operand> arguments = new ArrayList<>();
      for (int next = skipSpace();
          next < end && ")|".indexOf(text.charAt(next)) < 0;
          next = skipSpace()) {
        arguments.add(operand());
      }
      if (piped != null) {
        arguments.add(piped);
      }
      return call(function, arguments, start);
    }
    if (piped != null) {
      throw wrong(start, "after '|' must stand a function", "for example {{ $value | humanize }}");
    }
    return operand();
  }

  private Operand call(TemplateFunctions function, List<Operand> arguments, int start)
      throws TemplateException {
    int arity = function.arity();
    if (arity >= 0 ? arguments.size() != arity : arguments.isEmpty()) {
      throw wrong(
          start,
          "'"
              + function.goName()
              + "' takes "
              + (arity < 0 ? "at least 1" : arity)
              + " argument(s), here stand "
              + arguments.size(),
          "for example {{ "
              + (arity == 1 ? "$value | " + function.goName() : function.goName() + " …")
              + " }}");
    }
    if (function == TemplateFunctions.MATCH || function == TemplateFunctions.RE_REPLACE_ALL) {
      checkPattern(arguments.getFirst(), start);
    }
    if (function == TemplateFunctions.QUERY) {
      checkQuery(arguments.getFirst(), start);
    }
    return function == TemplateFunctions.EXTERNAL_URL
        ? new Operand.ExternalUrl()
        : new Operand.Call(function, List.copyOf(arguments));
  }

  /** Only a pattern that stands in the template can be checked before an alert needs it. */
  private static void checkPattern(Operand pattern, int start) throws TemplateException {
    if (!(pattern instanceof Operand.Literal literal)
        || !(literal.value() instanceof String regex)) {
      throw wrong(start, "the pattern must be a text", "write it in quotes");
    }
    try {
      Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw wrong(
          start,
          "not a regular expression ('" + regex + "'): " + e.getDescription(),
          "RE2 syntax is used");
    }
  }

  /** One that is put together at the time cannot be read before. */
  private static void checkQuery(Operand query, int start) throws TemplateException {
    if (query instanceof Operand.Literal literal) {
      try {
        PromQl.parse(TemplateFunctions.text(literal.value()));
      } catch (PromQlException e) {
        throw wrong(start, "not PromQL: " + e.getMessage(), "mend the expression in quotes");
      }
    }
  }

  private TemplateFunctions function(String name, int start) throws TemplateException {
    TemplateFunctions function = TemplateFunctions.named(name);
    if (function == null) {
      throw wrong(
          start,
          (LATER.contains(name) ? "Jigi's templates do not have '" : "a template has no function '")
              + name
              + "'",
          LATER.contains(name)
              ? "use $value, $labels and the humanize functions"
              : Nearest.hint(name, TemplateFunctions.names()));
    }
    return function;
  }

  private Operand operand() throws TemplateException {
    int start = skipSpace();
    if (start >= end) {
      throw wrong(start, "an action without a value", "for example {{ $value }}");
    }
    char c = text.charAt(start);
    return switch (c) {
      case '$', '.' -> variable(start);
      case '"', '`' -> string(start, c);
      case '(' -> nested(start);
      default -> literal(start);
    };
  }

  private Operand nested(int start) throws TemplateException {
    at = start + 1;
    Operand inner = pipeline();
    if (skipSpace() >= end || text.charAt(at) != ')') {
      throw wrong(start, "'(' is not closed", "close it with )");
    }
    at++;
    return inner;
  }

  private Operand literal(int start) throws TemplateException {
    int stop = start;
    while (stop < end && " \t\n)|".indexOf(text.charAt(stop)) < 0) {
      stop++;
    }
    String token = text.substring(start, stop);
    at = stop;
    if (token.equals("true") || token.equals("false")) {
      return new Operand.Literal(token.equals("true"));
    }
    if (TemplateFunctions.named(token) != null) {
      return call(function(token, start), List.of(), start);
    }
    try {
      return new Operand.Literal(Double.parseDouble(token));
    } catch (NumberFormatException e) {
      throw wrong(
          start,
          "not a value ('" + token + "')",
          "use $value, $labels.name, a number or a \"text\"");
    }
  }

  private Operand string(int start, char quote) {
    StringBuilder out = new StringBuilder();
    int i = start + 1;
    for (; i < end && text.charAt(i) != quote; i++) {
      char c = text.charAt(i);
      if (c == '\\' && quote == '"' && i + 1 < end) {
        char escaped = text.charAt(++i);
        out.append(ESCAPES.getOrDefault(escaped, String.valueOf(escaped)));
      } else {
        out.append(c);
      }
    }
    at = i + 1;
    return new Operand.Literal(out.toString());
  }

  private Operand variable(int start) throws TemplateException {
    int stop = start + 1;
    while (stop < end
        && (Character.isLetterOrDigit(text.charAt(stop)) || "._".indexOf(text.charAt(stop)) >= 0)) {
      stop++;
    }
    String name = text.substring(start, stop);
    at = stop;
    if (name.equals("$value") || name.equals(".Value")) {
      return new Operand.Value();
    }
    Operand labels =
        ofLabels(name, List.of("$labels", ".Labels"), Operand.AllLabels::new, Operand.Label::new);
    if (labels != null) {
      return labels;
    }
    if (name.equals("$externalURL") || name.equals(".ExternalURL")) {
      return new Operand.ExternalUrl();
    }
    Operand external =
        ofLabels(
            name,
            List.of("$externalLabels", ".ExternalLabels"),
            Operand.ExternalLabels::new,
            Operand.ExternalLabel::new);
    if (external != null) {
      return external;
    }
    throw wrong(
        start,
        "a template has no variable '" + name + "'",
        "use $value, $labels.<label> or $externalURL");
  }

  private static @Nullable Operand ofLabels(
      String name, List<String> spellings, Supplier<Operand> all, Function<String, Operand> one) {
    for (String labels : spellings) {
      if (name.equals(labels)) {
        return all.get();
      }
      if (name.startsWith(labels + ".")
          && name.indexOf('.', labels.length() + 1) < 0
          && name.length() > labels.length() + 1) {
        return one.apply(name.substring(labels.length() + 1));
      }
    }
    return null;
  }

  private void mustEnd() throws TemplateException {
    if (skipSpace() < end) {
      throw wrong(
          at,
          "unexpected '" + text.substring(at, end).strip() + "'",
          "end the action with }} here");
    }
  }

  private int skipSpace() {
    while (at < end && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** The bare word that stands here, "" when something else does. */
  private String word() {
    int stop = at;
    while (stop < end
        && (Character.isLetterOrDigit(text.charAt(stop)) || text.charAt(stop) == '_')) {
      stop++;
    }
    return stop > at && Character.isLetter(text.charAt(at)) ? text.substring(at, stop) : "";
  }

  private String keyword() {
    return word();
  }

  private static void add(List<Part> into, String literal) {
    if (!literal.isEmpty()) {
      into.add(new Part.Text(literal));
    }
  }

  private static TemplateException wrong(int offset, String message, String hint) {
    return new TemplateException(offset, message, hint);
  }
}

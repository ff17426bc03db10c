package jigi.metrics.promql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import jigi.metrics.promql.VectorMatching.Cardinality;
import org.jspecify.annotations.Nullable;

/** Writes expressions as canonical PromQL. */
final class Printer {
  /** What is longer goes over several lines, as Prometheus has it. */
  private static final int WIDTH = 100;

  private static final String INDENT = "  ";

  private final StringBuilder out = new StringBuilder();

  private Printer() {}

  static String print(Expr expr) {
    Printer printer = new Printer();
    printer.write(expr);
    return printer.out.toString();
  }

  private void write(Expr expr) {
    switch (expr) {
      case Expr.NumberLiteral number -> out.append(number);
      case Expr.StringLiteral string -> out.append(string);
      case Expr.Paren paren -> {
        out.append('(');
        write(paren.inner());
        out.append(')');
      }
      case Expr.Unary unary -> {
        out.append(unary.negative() ? '-' : '+');
        write(unary.operand());
      }
      case Expr.Binary binary -> writeBinary(binary);
      case Expr.Aggregate aggregate -> writeAggregate(aggregate);
      case Expr.Call call -> {
        out.append(call.function().text()).append('(');
        writeAll(PromQl.written(call));
        out.append(')');
      }
      case Expr.VectorSelector selector -> {
        writeSelector(selector);
        writeAt(selector.shift());
        writeExtension(selector.extension());
        writeOffset(selector.shift());
      }
      case Expr.MatrixSelector matrix -> {
        writeSelector(matrix.selector());
        out.append('[').append(duration(matrix.range())).append(']');
        writeExtension(matrix.selector().extension());
        writeAt(matrix.selector().shift());
        writeOffset(matrix.selector().shift());
      }
      case Expr.Subquery subquery -> {
        write(subquery.operand());
        writeRange(subquery);
      }
    }
  }

  private void writeRange(Expr.Subquery subquery) {
    out.append('[').append(duration(subquery.range())).append(':');
    out.append(subquery.step() == null ? "" : duration(subquery.step())).append(']');
    writeAt(subquery.shift());
    writeOffset(subquery.shift());
  }

  /** Over several lines where it is long: its parts stand below each other, further in. */
  static String spread(Expr expr) {
    Printer printer = new Printer();
    printer.spread(expr, 0);
    return printer.out.toString();
  }

  private void spread(Expr expr, int depth) {
    String flat = print(expr);
    if (flat.length() <= WIDTH) {
      indent(depth).append(flat);
      return;
    }
    switch (expr) {
      case Expr.Paren paren -> {
        indent(depth);
        within(List.of(paren.inner()), depth);
      }
      case Expr.Unary unary -> {
        indent(depth).append(unary.negative() ? '-' : '+');
        int from = out.length();
        spread(unary.operand(), depth);
        while (out.charAt(from) == ' ') {
          out.deleteCharAt(from);
        }
      }
      case Expr.Binary binary -> {
        spread(binary.left(), depth + 1);
        out.append('\n');
        indent(depth);
        writeOperator(binary);
        out.append('\n');
        spread(binary.right(), depth + 1);
      }
      case Expr.Aggregate aggregate -> {
        indent(depth);
        writeGrouping(aggregate);
        Expr parameter = aggregate.parameter();
        within(
            parameter == null
                ? List.of(aggregate.operand())
                : List.of(parameter, aggregate.operand()),
            depth);
      }
      case Expr.Call call -> {
        indent(depth).append(call.function().text());
        within(PromQl.written(call), depth);
      }
      case Expr.Subquery subquery -> {
        spread(subquery.operand(), depth);
        writeRange(subquery);
      }
      case Expr.NumberLiteral _, Expr.StringLiteral _ -> indent(depth).append(flat);
      case Expr.VectorSelector _, Expr.MatrixSelector _ -> indent(depth).append(flat);
    }
  }

  private StringBuilder indent(int depth) {
    return out.repeat(INDENT, depth);
  }

  private void within(List<Expr> parts, int depth) {
    out.append('(');
    for (int i = 0; i < parts.size(); i++) {
      out.append(i == 0 ? "\n" : ",\n");
      spread(parts.get(i), depth + 1);
    }
    out.append('\n');
    indent(depth).append(')');
  }

  private void writeAll(List<Expr> expressions) {
    for (int i = 0; i < expressions.size(); i++) {
      out.append(i == 0 ? "" : ", ");
      write(expressions.get(i));
    }
  }

  private void writeBinary(Expr.Binary binary) {
    write(binary.left());
    out.append(' ');
    writeOperator(binary);
    out.append(' ');
    write(binary.right());
  }

  private void writeOperator(Expr.Binary binary) {
    out.append(binary.op().text()).append(binary.bool() ? " bool" : "");
    if (binary.matching() != null) {
      writeMatching(binary.matching());
    }
  }

  private void writeMatching(VectorMatching matching) {
    boolean grouped =
        matching.cardinality() == Cardinality.MANY_TO_ONE
            || matching.cardinality() == Cardinality.ONE_TO_MANY;
    if (!matching.labels().isEmpty() || matching.on() || grouped) {
      out.append(matching.on() ? " on (" : " ignoring (");
      writeLabels(matching.labels());
      out.append(')');
    }
    if (grouped) {
      boolean left = matching.cardinality() == Cardinality.MANY_TO_ONE;
      out.append(left ? " group_left (" : " group_right (");
      writeLabels(matching.include());
      out.append(')');
    }
    writeFill(matching.fillLeft(), matching.fillRight());
  }

  private void writeFill(@Nullable Double left, @Nullable Double right) {
    if (left != null && left.equals(right)) {
      out.append(" fill (").append(Text.literal(left)).append(')');
      return;
    }
    if (left != null) {
      out.append(" fill_left (").append(Text.literal(left)).append(')');
    }
    if (right != null) {
      out.append(" fill_right (").append(Text.literal(right)).append(')');
    }
  }

  private void writeGrouping(Expr.Aggregate aggregate) {
    out.append(aggregate.op().text());
    if (aggregate.without() || !aggregate.grouping().isEmpty()) {
      out.append(aggregate.without() ? " without (" : " by (");
      writeLabels(aggregate.grouping());
      out.append(") ");
    }
  }

  private void writeAggregate(Expr.Aggregate aggregate) {
    writeGrouping(aggregate);
    out.append('(');
    if (aggregate.parameter() != null) {
      write(aggregate.parameter());
      out.append(", ");
    }
    write(aggregate.operand());
    out.append(')');
  }

  private void writeLabels(List<String> labels) {
    for (int i = 0; i < labels.size(); i++) {
      out.append(i == 0 ? "" : ", ").append(Text.label(labels.get(i)));
    }
  }

  private void writeSelector(Expr.VectorSelector selector) {
    String name = selector.name();
    boolean plain = name != null && Text.isPlainName(name, true);
    List<String> parts = new ArrayList<>();
    boolean nameSeen = false;
    for (Matcher matcher : selector.matchers()) {
      if (name != null
          && !nameSeen
          && matcher.name().equals(Labels.METRIC_NAME)
          && matcher.op() == Matcher.Op.EQUAL
          && matcher.value().equals(name)) {
        nameSeen = true;
        if (!plain) {
          parts.add(Text.quote(name));
        }
      } else {
        parts.add(Text.label(matcher.name()) + matcher.op().text() + Text.quote(matcher.value()));
      }
    }
    Collections.sort(parts);
    out.append(plain ? name : "");
    if (!plain || !parts.isEmpty()) {
      out.append('{').append(String.join(",", parts)).append('}');
    }
  }

  private void writeAt(TimeShift shift) {
    TimeShift.At at = shift.at();
    if (at != null) {
      switch (at) {
        case TimeShift.At.Timestamp timestamp -> out.append(seconds(timestamp.millis()));
        case TimeShift.At.Start ignored -> out.append(" @ start()");
        case TimeShift.At.End ignored -> out.append(" @ end()");
      }
    }
  }

  private static String seconds(long millis) {
    String sign = millis < 0 ? "-" : "";
    long abs = Math.abs(millis);
    return String.format(Locale.ROOT, " @ %s%d.%03d", sign, abs / 1000, abs % 1000);
  }

  private void writeExtension(Expr.Extension extension) {
    switch (extension) {
      case NONE -> {}
      case ANCHORED -> out.append(" anchored");
      case SMOOTHED -> out.append(" smoothed");
    }
  }

  private void writeOffset(TimeShift shift) {
    if (shift.offset() != null) {
      out.append(" offset ").append(duration(shift.offset()));
    }
  }

  /** A literal is normalised to units, so that {@code [300]} and {@code [5m]} look the same. */
  private static String duration(DurationExpr duration) {
    return duration instanceof DurationExpr.Literal literal
        ? Durations.formatSeconds(literal.value())
        : duration.toString();
  }
}

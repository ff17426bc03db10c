package jigi.metrics.promql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates expressions series by series: a vector is handed over one series at a time with the
 * values of all steps, so that an aggregation holds its groups and no more.
 */
final class Evaluator {
  private static final int POOL_SIZE = 8;

  final QueryContext context;
  final Steps steps;
  private final StepInvariance invariance;
  private final Deque pool = new Deque();

  Evaluator(QueryContext context, Steps steps) {
    this(context, steps, new StepInvariance());
  }

  private Evaluator(QueryContext context, Steps steps, StepInvariance invariance) {
    this.context = context;
    this.steps = steps;
    this.invariance = invariance;
  }

  /** An evaluator of the same query at other steps. */
  Evaluator at(Steps otherSteps) {
    return new Evaluator(context, otherSteps, invariance);
  }

  /** An array of one value per step, content undefined. */
  double[] take() {
    double[] pooled = pool.poll();
    if (pooled != null) {
      return pooled;
    }
    context.reserve(bytesPerArray());
    return new double[steps.count()];
  }

  void release(double[] values) {
    if (pool.size() < POOL_SIZE) {
      pool.push(values);
    } else {
      context.free(bytesPerArray());
    }
  }

  private long bytesPerArray() {
    return 16 + 8L * steps.count();
  }

  /** Gives back what the pool holds; the evaluator is of no use afterwards. */
  void close() {
    context.free(bytesPerArray() * pool.size());
    pool.clear();
  }

  double[] constant(double value) {
    double[] values = take();
    Arrays.fill(values, value);
    return values;
  }

  List<Row> rows(Expr expr) {
    List<Row> rows = new ArrayList<>();
    vector(expr, (labels, dropName, values) -> rows.add(new Row(labels, dropName, values)));
    return rows;
  }

  /** Evaluates an expression of type vector. */
  void vector(Expr expr, RowSink sink) {
    if (steps.count() > 1 && invariance.of(expr)) {
      once(expr, sink);
      return;
    }
    switch (expr) {
      case Expr.Paren paren -> vector(paren.inner(), sink);
      case Expr.Unary unary -> negate(unary, sink);
      case Expr.Binary binary -> BinaryVectors.evaluate(this, binary, sink);
      case Expr.Aggregate aggregate -> Aggregation.evaluate(this, aggregate, sink);
      case Expr.Call call -> VectorFunctions.evaluate(this, call, sink);
      case Expr.VectorSelector selector -> Selectors.instant(this, selector, sink);
      case Expr.NumberLiteral e -> throw notA(ValueType.VECTOR, e);
      case Expr.StringLiteral e -> throw notA(ValueType.VECTOR, e);
      case Expr.MatrixSelector e -> throw notA(ValueType.VECTOR, e);
      case Expr.Subquery e -> throw notA(ValueType.VECTOR, e);
    }
  }

  /** Evaluates what is the same at every step at the first one only. */
  private void once(Expr expr, RowSink sink) {
    Evaluator single = at(Steps.instant(steps.startMs()));
    single.vector(
        expr,
        (labels, dropName, values) -> {
          double[] all = constant(values[0]);
          if (Absent.is(values[0])) {
            Absent.fill(all);
          }
          single.release(values);
          sink.accept(labels, dropName, all);
        });
    single.close();
  }

  private void negate(Expr.Unary unary, RowSink sink) {
    if (!unary.negative()) {
      vector(unary.operand(), sink);
      return;
    }
    vector(
        unary.operand(),
        (labels, dropName, values) -> {
          for (int i = 0; i < values.length; i++) {
            if (!Absent.is(values[i])) {
              values[i] = -values[i];
            }
          }
          sink.accept(labels, true, values);
        });
  }

  /** Evaluates an expression of type scalar; the array is the caller's. */
  double[] scalar(Expr expr) {
    return switch (expr) {
      case Expr.NumberLiteral number -> constant(number.value());
      case Expr.Paren paren -> scalar(paren.inner());
      case Expr.Unary unary -> {
        double[] values = scalar(unary.operand());
        for (int i = 0; unary.negative() && i < values.length; i++) {
          values[i] = -values[i];
        }
        yield values;
      }
      case Expr.Binary binary -> {
        double[] left = scalar(binary.left());
        double[] right = scalar(binary.right());
        for (int i = 0; i < left.length; i++) {
          left[i] = binary.op().apply(left[i], right[i]);
        }
        release(right);
        yield left;
      }
      case Expr.Call call -> ScalarFunctions.evaluate(this, call);
      case Expr.StringLiteral e -> throw notA(ValueType.SCALAR, e);
      case Expr.Aggregate e -> throw notA(ValueType.SCALAR, e);
      case Expr.VectorSelector e -> throw notA(ValueType.SCALAR, e);
      case Expr.MatrixSelector e -> throw notA(ValueType.SCALAR, e);
      case Expr.Subquery e -> throw notA(ValueType.SCALAR, e);
    };
  }

  /** The value of an expression of type string, which only literals have. */
  static String string(Expr expr) {
    return switch (expr) {
      case Expr.StringLiteral literal -> literal.value();
      case Expr.Paren paren -> string(paren.inner());
      default -> throw notA(ValueType.STRING, expr);
    };
  }

  static Expr withoutParens(Expr expr) {
    Expr inner = expr;
    while (inner instanceof Expr.Paren paren) {
      inner = paren.inner();
    }
    return inner;
  }

  private static IllegalStateException notA(ValueType type, Expr expr) {
    return new IllegalStateException("not of type " + type.text() + ": " + expr);
  }

  /** A small stack of arrays to use again. */
  private static final class Deque {
    private final ArrayDeque<double[]> arrays = new ArrayDeque<>();

    @Nullable double[] poll() {
      return arrays.poll();
    }

    void push(double[] values) {
      arrays.push(values);
    }

    int size() {
      return arrays.size();
    }

    void clear() {
      arrays.clear();
    }
  }
}

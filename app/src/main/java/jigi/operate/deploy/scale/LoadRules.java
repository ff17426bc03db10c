package jigi.operate.deploy.scale;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.List;
import jigi.base.config.Field;
import jigi.base.config.ObjectShape;
import jigi.base.config.Place;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import org.jspecify.annotations.Nullable;

/**
 * {@code {load: avg(host_cpu_used_ratio), out: {above: 0.7, for: 2m}, in: {below: 0.5, for: 5m}}}.
 *
 * @param load PromQL of one value
 * @param place of the expression
 * @param coolDown so long nothing is changed after a change
 * @param hold so long nothing is changed after a person has
 */
public record LoadRules(
    String load, Place place, Bound out, Bound in, Duration coolDown, Duration hold) {

  /**
   * Beyond which load something is changed.
   *
   * @param at in the unit of the load; beyond it, not at it
   * @param lasts how long without a gap
   * @param by so many instances
   */
  public record Bound(double at, Duration lasts, int by) {}

  private static final int LARGEST_STEP = 100;

  static final Field<String> LOAD =
      Field.required("load", Shapes.text(), "PromQL of one value, as avg(host_cpu_used_ratio).");
  private static final Field<Integer> BY =
      Field.optional("by", Shapes.integer(1, LARGEST_STEP), "1", "So many instances at a time.");
  private static final Field<Double> ABOVE =
      Field.required("above", Shapes.number(), "There are to be more when it is above that.");
  private static final Field<Duration> OUT_FOR =
      Field.optional("for", Shapes.duration(), "2m", "How long, without a gap.");
  private static final Field<Double> BELOW =
      Field.required("below", Shapes.number(), "There may be fewer when it is below that.");
  private static final Field<Duration> IN_FOR =
      Field.optional("for", Shapes.duration(), "5m", "How long, without a gap.");
  private static final Field<Bound> OUT =
      Field.required(
          "out",
          bound("when there are to be more", ABOVE, OUT_FOR),
          "When there are to be more instances.");
  private static final Field<Bound> IN =
      Field.required(
          "in",
          bound("when there may be fewer", BELOW, IN_FOR),
          "When there may be fewer instances.");
  private static final Field<Duration> COOL_DOWN =
      Field.optional(
          "cool-down", Shapes.duration(), "5m", "So long nothing is changed after a change.");
  private static final Field<Duration> HOLD =
      Field.optional(
          "hold", Shapes.duration(), "1h", "So long nothing is changed after a person has.");

  private static Shape<Bound> bound(String what, Field<Double> at, Field<Duration> lasts) {
    return ObjectShape.of(
        what,
        List.of(at, lasts, BY),
        values -> new Bound(values.get(at), values.get(lasts), values.get(BY)));
  }

  static Shape<LoadRules> shape() {
    return ObjectShape.of(
        "how the load says how many run", List.of(LOAD, OUT, IN, COOL_DOWN, HOLD), LoadRules::of);
  }

  private static @Nullable LoadRules of(Values values) {
    Bound out = values.get(OUT);
    Bound in = values.get(IN);
    if (in.at() >= out.at()) {
      values.error(
          IN,
          "scale-flaps",
          "fewer run below "
              + number(in.at())
              + " and more above "
              + number(out.at())
              + ", so that both may hold",
          "write a 'below' well under 'above', as 0.5 under 0.7");
      return null;
    }
    return new LoadRules(
        values.get(LOAD),
        values.placeOfValue(LOAD),
        out,
        in,
        values.get(COOL_DOWN),
        values.get(HOLD));
  }

  /** How far back the load is looked at. */
  public Duration window() {
    return out.lasts().compareTo(in.lasts()) > 0 ? out.lasts() : in.lasts();
  }

  /** As people read a load: three digits. */
  public static String number(double value) {
    return new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros().toPlainString();
  }
}

package jigi.operate.deploy.scale;

import java.util.List;
import jigi.base.config.Field;
import jigi.base.config.ObjectShape;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.kernel.UserError;
import org.jspecify.annotations.Nullable;

/**
 * {@code {min: 2, max: 20, follow: {load: …, out: …, in: …}}}.
 *
 * @param min that many run always
 * @param max null for as many as there are places
 * @param follow null where people alone change it
 */
public record ScaleSettings(int min, @Nullable Integer max, @Nullable LoadRules follow) {
  private static final int LARGEST = 1000;

  private static final Field<Integer> MIN =
      Field.optional("min", Shapes.integer(1, LARGEST), "2", "So many run always.");
  private static final Field<Integer> MAX =
      Field.optional(
          "max", Shapes.integer(1, LARGEST), "So many at most; absent: all 'instances'.");
  private static final Field<LoadRules> FOLLOW =
      Field.optional("follow", LoadRules.shape(), "The load says how many run.");

  public static Shape<ScaleSettings> shape() {
    return ObjectShape.of(
        "how many instances run",
        List.of(MIN, MAX, FOLLOW),
        values -> new ScaleSettings(values.get(MIN), values.find(MAX), values.find(FOLLOW)));
  }

  /** As near to the wish as is allowed. */
  public int within(int wanted, int places) {
    return Math.clamp(wanted, min, most(places));
  }

  public int most(int places) {
    return max == null ? places : Math.min(max, places);
  }

  /**
   * What is asked for: {@code 5}, {@code +2} or {@code -1}, as near as is allowed.
   *
   * @param running how many there are now
   * @throws UserError {@code bad-count}
   */
  public int target(String asked, int running, int places) {
    if (!asked.matches("[+-]?[0-9]{1,4}")) {
      throw new UserError(
          "bad-count",
          "this is no number of instances ('" + asked + "')",
          "write how many there are to be (5), or how many more (+2) or fewer (-1)");
    }
    int number = Integer.parseInt(asked);
    boolean relative = asked.startsWith("+") || asked.startsWith("-");
    return within(relative ? running + number : number, places);
  }
}

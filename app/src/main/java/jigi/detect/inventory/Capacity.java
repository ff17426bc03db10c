package jigi.detect.inventory;

import java.util.List;
import jigi.base.config.Field;
import jigi.base.config.ObjectShape;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import org.jspecify.annotations.Nullable;

/**
 * How much a machine or container has, so that a limit in percent can be shown as an amount.
 *
 * @param memory bytes
 * @param disk bytes
 * @param cpus number of processors
 */
public record Capacity(@Nullable Long memory, @Nullable Long disk, @Nullable Double cpus) {
  private static final Field<Long> MEMORY =
      Field.optional("memory", Bytes.shape(), "Main memory in all.");
  private static final Field<Long> DISK =
      Field.optional("disk", Bytes.shape(), "Disk space in all.");
  private static final Field<Double> CPUS =
      Field.optional("cpus", Shapes.number(), "Number of processors.");

  static Shape<Capacity> shape() {
    return ObjectShape.of(
        "a capacity",
        List.of(MEMORY, DISK, CPUS),
        v -> new Capacity(v.find(MEMORY), v.find(DISK), v.find(CPUS)));
  }

  /** {@code 850 MB of 1 GB}; null when the whole is not known. */
  public static @Nullable String share(double ratio, @Nullable Long whole) {
    return whole == null ? null : Bytes.format(ratio * whole) + " of " + Bytes.format(whole);
  }
}

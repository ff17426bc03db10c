package jigi.operate.deploy.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Against figures that tables and other programs give. */
class ExactTest {
  /** Fisher's own example: eight cups of tea, all four told right by chance once in seventy. */
  @Test
  void tellsTheLadyTastingTea() {
    assertThat(Exact.chance(4, 4, 0, 4)).isCloseTo(1 / 70.0, within(1e-12));
    assertThat(Exact.chance(3, 4, 1, 4)).isCloseTo(17 / 70.0, within(1e-12));
    assertThat(Exact.chance(0, 4, 4, 4)).isCloseTo(1, within(1e-12));
  }

  /** By symmetry half of the chance lies on each side, with the middle counted twice. */
  @Test
  void isSymmetricForLargeCounts() {
    double more = Exact.chance(510, 10_000, 490, 10_000);
    double less = Exact.chance(491, 10_000, 509, 10_000);
    assertThat(more + less).isCloseTo(1, within(1e-6));
    assertThat(more).isBetween(0.2, 0.3);
  }

  @Test
  void nothingFailedIsNoDifferenceAndManyFailuresAreNoChance() {
    assertThat(Exact.chance(0, 1_000_000, 0, 1_000_000)).isEqualTo(1);
    assertThat(Exact.chance(0, 0, 0, 0)).isEqualTo(1);
    assertThat(Exact.chance(40, 1000, 2, 1000)).isLessThan(1e-8);
    assertThat(Exact.chance(1_000_000, 1_000_000, 0, 1_000_000)).isLessThan(1e-100);
  }
}

package jigi.operate.deploy.machine;

/**
 * One of several that answer the same requests.
 *
 * @param number from 1
 */
public record Instance(int number) implements Slot, Comparable<Instance> {
  public Instance {
    if (number < 1) {
      throw new IllegalArgumentException("instances are counted from 1, not " + number);
    }
  }

  @Override
  public String key() {
    return String.valueOf(number);
  }

  @Override
  public int compareTo(Instance other) {
    return Integer.compare(number, other.number);
  }
}

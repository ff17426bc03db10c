package jigi.present.api.view;

import org.jspecify.annotations.Nullable;

/**
 * What a probe measured last, beside what it had measured before.
 *
 * @param name of the sample, with the labels that are its own
 * @param now null when the last execution did not yield it
 * @param before null when the one before did not
 */
public record Measure(String name, @Nullable Double now, @Nullable Double before) {
  public boolean changed() {
    return !java.util.Objects.equals(now, before);
  }
}

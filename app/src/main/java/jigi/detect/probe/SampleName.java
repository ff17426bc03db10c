package jigi.detect.probe;

import java.util.List;

/**
 * A metric that a kind of probe yields.
 *
 * @param unit {@code seconds}, {@code bytes}, {@code ratio} (0 to 1), {@code timestamp} (seconds
 *     since the Unix epoch), {@code count}, {@code state} (0 or 1)
 * @param labels besides system, component, probe and host
 * @param doc one sentence
 */
public record SampleName(String name, String unit, List<String> labels, String doc) {
  public static SampleName of(String name, String unit, String doc, String... labels) {
    return new SampleName(name, unit, List.of(labels), doc);
  }
}

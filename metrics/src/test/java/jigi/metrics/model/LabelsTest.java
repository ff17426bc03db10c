package jigi.metrics.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

final class LabelsTest {
  @RepeatedTest(50)
  void changesAreThoseOfASortedMap() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Map<String, String> map = new TreeMap<>();
    Labels labels = Labels.EMPTY;
    for (int i = 0; i < 200; i++) {
      String name = "l" + random.nextInt(8);
      String value = random.nextInt(3) == 0 ? "" : "v" + random.nextInt(4);
      labels = labels.with(name, value);
      if (value.isEmpty()) {
        map.remove(name);
      } else {
        map.put(name, value);
      }
      Labels expected = Labels.of(map);
      assertThat(labels).as("seed %d", seed).isEqualTo(expected).hasSameHashCodeAs(expected);
      assertThat(labels.toMap()).isEqualTo(map);
      String[] names = random.ints(3, 0, 9).sorted().mapToObj(n -> "l" + n).toArray(String[]::new);
      Map<String, String> kept = new TreeMap<>(map);
      kept.keySet().retainAll(java.util.List.of(names));
      assertThat(labels.keep(names)).as("seed %d", seed).isEqualTo(Labels.of(kept));
      Map<String, String> rest = new TreeMap<>(map);
      rest.keySet().removeAll(java.util.List.of(names));
      assertThat(labels.drop(names)).as("seed %d", seed).isEqualTo(Labels.of(rest));
    }
  }

  @Test
  void printsAsPrometheusDoes() {
    assertThat(Labels.of("__name__", "up", "job", "a\"b")).hasToString("up{job=\"a\\\"b\"}");
    assertThat(Labels.EMPTY).hasToString("{}");
    assertThat(Labels.of("__name__", "a:b")).hasToString("a:b");
    assertThat(Labels.of("job", "x", "a", "{")).hasToString("{a=\"{\", job=\"x\"}");
    assertThat(Labels.of("__name__", "my metric", "a b", "c", "d", "e"))
        .hasToString("{\"my metric\", \"a b\"=\"c\", d=\"e\"}");
  }
}

package jigi.base.manual;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A difference leads from the one text to the other. */
class LineDiffTest {
  private static String shown(String before, String after) {
    return LineDiff.of(before, after).stream()
        .map(line -> line.change().name().charAt(0) + line.text())
        .collect(Collectors.joining(" "));
  }

  @Test
  void showsWhatChangedWithAFewLinesAround() {
    assertThat(shown("a\nb\nc\n", "a\nx\nc\n")).isEqualTo("Sa Rb Ax Sc");
    assertThat(shown("a\n", "a\n")).isEmpty();
    assertThat(shown("", "a\n")).isEqualTo("Aa");
    String many = IntStream.range(0, 20).mapToObj(i -> i + "\n").collect(Collectors.joining());
    assertThat(shown(many, many.replace("\n10\n", "\n"))).isEqualTo("S S7 S8 S9 R10 S11 S12 S13 S");
  }

  @Test
  void leadsFromTheOneToTheOther() {
    long seed = 20261121;
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      List<String> before = words(random);
      List<String> after = words(random);
      List<String> removed = new ArrayList<>();
      List<String> added = new ArrayList<>();
      LineDiff.of(String.join("\n", before), String.join("\n", after))
          .forEach(
              line -> {
                switch (line.change()) {
                  case REMOVED -> removed.add(line.number() + line.text());
                  case ADDED -> added.add(line.number() + line.text());
                  case SAME, SKIPPED -> {}
                }
              });
      List<String> rest = rest(before, removed);
      assertThat(rest).as("seed " + seed + " round " + round).isEqualTo(rest(after, added));
    }
  }

  private static List<String> words(Random random) {
    return IntStream.range(0, 1 + random.nextInt(12))
        .mapToObj(i -> String.valueOf((char) ('a' + random.nextInt(4))))
        .toList();
  }

  private static List<String> rest(List<String> lines, List<String> without) {
    List<String> rest = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!without.contains((i + 1) + lines.get(i))) {
        rest.add(lines.get(i));
      }
    }
    return rest;
  }
}

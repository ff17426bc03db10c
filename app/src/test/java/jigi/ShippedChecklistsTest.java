package jigi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import jigi.base.kernel.Durations;
import jigi.operate.checklist.Checklist;
import jigi.operate.checklist.Item;
import jigi.testing.Component;
import org.junit.jupiter.api.Test;

/**
 * Every checklist of the shipped manuals, item by item as {@code checklists.md} has it: when it is
 * begun, who does it, how long that takes and until when, what is written down, and its items in
 * their order. The headings of that file name the requirements, so that it can be read beside the
 * catalogue; {@code -Djigi.golden=write} writes it anew, for somebody to read.
 */
class ShippedChecklistsTest {
  private static final Path CATALOGUE =
      Component.root().resolve("app/src/test/resources/checklists.md");

  /**
   * @param ids the requirements; empty for what none names
   */
  private record Section(String ids, List<String> lines) {}

  @Test
  @Shows({
    "CHK-06", "CHK-07", "CHK-08", "CHK-09", "CHK-11", "CHK-12", "CHK-13", "CHK-14", "CHK-15",
    "CHK-16", "CHK-17", "CHK-18", "CHK-19", "CHK-20", "CHK-21", "CHK-22", "CHK-24", "CHK-25",
    "CHK-26", "CHK-27", "CHK-28", "CHK-29", "CHK-30", "CHK-31", "CHK-32", "CHK-33", "CHK-34",
    "CHK-35", "CHK-36", "CHK-37", "CHK-39", "CHK-40", "CHK-41", "CHK-42", "CHK-43", "CHK-44",
    "CHK-45", "CHK-46", "CHK-47", "CHK-48", "INV-25", "DEP-37", "DEP-38", "DEP-45", "DEP-47",
    "DEP-48", "DEP-50", "BAK-21", "BAK-41", "BAK-42", "BAK-45", "INC-38"
  })
  void everyChecklistIsAsTheCatalogueHasIt() throws IOException {
    Map<String, Section> wanted = catalogue();
    Map<String, List<String>> shipped = shipped();
    if (System.getProperty("jigi.golden", "").equals("write")) {
      write(wanted, shipped);
    }
    assertThat(shipped.keySet()).containsExactlyInAnyOrderElementsOf(wanted.keySet());
    shipped.forEach(
        (name, lines) -> {
          Section section = wanted.get(name);
          assertThat(lines).as(name).isEqualTo(section == null ? null : section.lines());
        });
  }

  @Test
  void theCatalogueNamesEachRequirementThatItShows() throws IOException {
    TreeSet<String> named = new TreeSet<>();
    catalogue().values().forEach(section -> named.addAll(List.of(section.ids().split(" ", -1))));
    named.remove("");
    assertThat(named)
        .contains("CHK-06", "CHK-09", "CHK-16", "CHK-22", "CHK-26", "CHK-29", "CHK-31", "CHK-34")
        .contains("CHK-30", "CHK-39", "CHK-48", "DEP-37", "DEP-38", "DEP-45", "DEP-47", "DEP-48")
        .contains("DEP-50", "BAK-21", "BAK-41", "BAK-42", "BAK-45");
  }

  /** {@code ## CHK-06 timbel/daily-review}, and what stands below it. */
  private static Map<String, Section> catalogue() throws IOException {
    Map<String, Section> all = new LinkedHashMap<>();
    List<String> lines = new ArrayList<>();
    for (String line : Files.readAllLines(CATALOGUE)) {
      if (line.startsWith("## ")) {
        int name = line.lastIndexOf(' ') + 1;
        lines = new ArrayList<>();
        all.put(line.substring(name), new Section(line.substring(2, name).strip(), lines));
      } else if (!line.isBlank() && !line.startsWith("# ")) {
        lines.add(line);
      }
    }
    return all;
  }

  private static void write(Map<String, Section> ids, Map<String, List<String>> shipped)
      throws IOException {
    StringBuilder out = new StringBuilder("# What the shipped checklists hold\n");
    Map<String, List<String>> left = new LinkedHashMap<>();
    ids.keySet().forEach(name -> left.put(name, shipped.getOrDefault(name, List.of())));
    left.putAll(shipped);
    left.forEach(
        (name, lines) -> {
          Section known = ids.get(name);
          String heading = known == null ? name : known.ids() + " " + name;
          out.append("\n## ").append(heading.strip()).append("\n\n");
          lines.forEach(line -> out.append(line).append('\n'));
        });
    Files.writeString(CATALOGUE, out);
  }

  private static Map<String, List<String>> shipped() throws IOException {
    Map<String, List<String>> all = new TreeMap<>();
    for (String name : ShippedManual.all()) {
      ShippedManual manual = ShippedManual.read(name);
      for (Checklist one : manual.manual().part(manual.parts().checklists)) {
        all.put(name + "/" + one.name(), lines(one));
      }
    }
    return all;
  }

  private static List<String> lines(Checklist checklist) {
    Checklist.Terms terms = checklist.terms();
    Duration takes = checklist.expected();
    List<String> lines = new ArrayList<>();
    lines.add("**" + checklist.title() + "**");
    lines.add(
        String.join(
            " | ",
            checklist.recurrence() == null ? "on demand" : checklist.recurrence().schedule().text(),
            String.join(" + ", terms.roles()),
            "takes " + (takes == null ? "unknown" : Durations.format(takes)),
            "due after " + Durations.format(terms.due()),
            "fields " + String.join(", ", terms.fields())));
    terms.next().forEach(next -> lines.add("then " + next));
    String section = "";
    for (Item item : checklist.items()) {
      if (!item.section().equals(section)) {
        section = item.section();
        lines.add("### " + section);
      }
      lines.add("- " + item.text() + ways(item));
    }
    return lines;
  }

  private static String ways(Item item) {
    List<String> all = new ArrayList<>();
    all.add(
        switch (item.way()) {
          case Item.Way.Check check -> "by itself: " + check.condition();
          case Item.Way.Run run -> "by runbook " + run.runbook();
          case Item.Way.Logs logs -> "by the logs of " + logs.component();
          case Item.Way.Alerts _ -> "by the alerts since";
          case Item.Way.Hand hand -> hand.unit() == null ? "" : "value in " + hand.unit();
        });
    Item.Work work = item.work();
    all.add(work.role() == null ? "" : work.role());
    all.add(work.minutes() == 0 ? "" : work.minutes() + " min");
    all.add(work.evidence() == null ? "" : "evidence: " + work.evidence());
    all.add(work.due() == null ? "" : "due after " + Durations.format(work.due()));
    all.removeIf(String::isEmpty);
    return all.isEmpty() ? "" : " (" + String.join("; ", all) + ")";
  }
}

package jigi.detect.inventory;

import java.net.URI;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import jigi.base.config.Field;
import jigi.base.config.ManualPart;
import jigi.base.config.ManualReading;
import jigi.base.config.Names;
import jigi.base.config.Node;
import jigi.base.config.ObjectShape;
import jigi.base.config.Place;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.base.connect.Hosts;
import jigi.base.kernel.Language;
import jigi.base.kernel.Nearest;

/** Reads what a manual says about its system and the system's components. */
public final class InventoryPart implements ManualPart<Inventory> {
  private static final Field<String> TITLE =
      Field.optional("title", Shapes.text(), "What people call the system.");
  private static final Field<String> PUBLIC_TITLE =
      Field.optional("public-title", Shapes.text(), "Its name on the public status page.");
  private static final Field<String> PURPOSE =
      Field.optional("purpose", Shapes.text(), "What the system is for.");
  private static final Field<String> ENVIRONMENT =
      Field.optional("environment", Shapes.text(), "production, staging, …");
  private static final Field<ZoneId> ZONE =
      Field.optional("zone", Shapes.zone(), "Asia/Seoul", "The system's time zone.");
  private static final Field<Language> LANGUAGE =
      Field.optional(
          "language", Shapes.oneOf(Language.class), "ko", "Language of messages that it sends.");
  private static final Field<String> OWNER =
      Field.optional("owner", Shapes.text(), "The team in charge.");
  private static final Field<String> VERSION =
      Field.optional("version", Shapes.text(), "The manual's version as a document.");
  private static final Field<LocalDate> UPDATED =
      Field.optional("updated", Shapes.date("2026-03-01"), "When the manual was last changed.");
  private static final Field<LocalDate> NEXT_REVIEW =
      Field.optional(
          "next-review", Shapes.date("2026-03-01"), "When somebody should read it again.");
  private static final Field<Map<String, URI>> LINKS =
      Field.optional("links", Shapes.mapOf(Shapes.httpUrl()), "Pages about the system, by title.");

  private final Field<Map<String, Values>> components;
  private final Function<ManualReading, Hosts> hosts;

  /**
   * @param hosts the hosts of the manual that is being read
   * @param contributed fields that other rooms add to every component
   */
  public InventoryPart(Function<ManualReading, Hosts> hosts, List<Field<?>> contributed) {
    this.hosts = hosts;
    List<Field<?>> fields = new ArrayList<>(Component.FIELDS);
    fields.addAll(contributed);
    this.components =
        Field.optional(
            "components",
            Shapes.mapOf(ObjectShape.of("a component", fields, values -> values)),
            "The system's parts, by key.");
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(
        TITLE,
        PUBLIC_TITLE,
        PURPOSE,
        ENVIRONMENT,
        ZONE,
        LANGUAGE,
        OWNER,
        VERSION,
        UPDATED,
        NEXT_REVIEW,
        LINKS,
        components);
  }

  /** The components as they are written, valid or not. */
  public Names names(ManualReading reading) {
    return reading.names(components);
  }

  @Override
  public Inventory read(ManualReading reading) {
    Inventory.Profile profile =
        new Inventory.Profile(
            reading.find(TITLE),
            reading.find(PUBLIC_TITLE),
            reading.find(PURPOSE),
            reading.find(ENVIRONMENT),
            reading.find(ZONE, ZoneId.of("Asia/Seoul")),
            reading.find(LANGUAGE, Language.KO),
            reading.find(OWNER),
            new Inventory.Document(
                reading.find(VERSION), reading.find(UPDATED), reading.find(NEXT_REVIEW)),
            reading.find(LINKS, Map.of()));
    int problemsBefore = reading.problems().sorted().size();
    Map<String, Values> valid = reading.find(components);
    Map<String, Values> written = valid == null ? Map.of() : valid;
    LinkedHashMap<String, Component> read = new LinkedHashMap<>();
    written.forEach((name, values) -> read.put(name, new Component(name, values)));
    Names hostNames = hosts.apply(reading).written().and(Hosts.LOCAL);
    written.forEach(
        (name, values) ->
            check(Objects.requireNonNull(read.get(name)), values, read, hostNames, reading));
    written.forEach(
        (name, values) -> reportCycle(name, values.placeOfValue(Component.NEEDS), read, reading));
    boolean complete = valid != null || reading.problems().sorted().size() == problemsBefore;
    return new Inventory(profile, read, complete);
  }

  private static void check(
      Component component,
      Values written,
      Map<String, Component> all,
      Names hostNames,
      ManualReading reading) {
    if (Shapes.name()
            .read(new Node.ScalarNode(component.place(), component.name()), reading.problems())
        == null) {
      return;
    }
    String on = component.on();
    hostNames.require(
        on,
        written.placeOfValue(Component.ON),
        reading.problems(),
        "unknown-host",
        "'hosts' has no such host");
    for (String need : component.needs()) {
      if (!all.containsKey(need)) {
        reading
            .problems()
            .error(
                written.placeOfValue(Component.NEEDS),
                "unknown-component",
                "'components' has no such component ('" + need + "')",
                Nearest.hint(need, all.keySet()));
      }
    }
  }

  /** Reports a cycle once, at the first of its members in the file. */
  private static void reportCycle(
      String start, Place place, Map<String, Component> all, ManualReading reading) {
    List<String> cycle = cycleThrough(start, start, all, new LinkedHashSet<>());
    if (cycle.isEmpty()) {
      return;
    }
    List<String> order = List.copyOf(all.keySet());
    if (cycle.stream().allMatch(name -> order.indexOf(name) >= order.indexOf(start))) {
      reading
          .problems()
          .error(
              place,
              "cycle",
              "components need each other (" + String.join(" → ", cycle) + " → " + start + ")",
              "remove one of these 'needs'");
    }
  }

  /** The way from {@code at} back to the target; empty when there is none. */
  private static List<String> cycleThrough(
      String target, String at, Map<String, Component> all, Set<String> visited) {
    Component component = all.get(at);
    if (component == null || !visited.add(at)) {
      return List.of();
    }
    for (String need : component.needs()) {
      List<String> rest =
          need.equals(target) ? List.of(at) : cycleThrough(target, need, all, visited);
      if (!rest.isEmpty()) {
        return need.equals(target) ? rest : prepend(at, rest);
      }
    }
    return List.of();
  }

  private static List<String> prepend(String first, List<String> rest) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(rest);
    return all;
  }
}

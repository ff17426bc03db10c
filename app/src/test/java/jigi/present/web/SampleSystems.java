package jigi.present.web;

import static jigi.present.web.Samples.NOW;
import static jigi.present.web.Samples.alert;
import static jigi.present.web.Samples.events;
import static jigi.present.web.Samples.incident;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jigi.base.kernel.Status;
import jigi.present.api.view.ComponentFacts;
import jigi.present.api.view.ComponentRow;
import jigi.present.api.view.Desk;
import jigi.present.api.view.Happening;
import jigi.present.api.view.Layer;
import jigi.present.api.view.Part;
import jigi.present.api.view.Scope;
import jigi.present.api.view.SystemDetail;
import jigi.present.api.view.SystemRow;
import org.jspecify.annotations.Nullable;

/** The systems of the sample house, made of its components. */
record SampleSystems(SampleDesk desk) implements Desk.Systems {
  @Override
  public List<SystemRow> list(Scope scope) {
    return desk.components().stream()
        .map(ComponentRow::system)
        .distinct()
        .filter(scope::sees)
        .map(this::row)
        .toList();
  }

  private SystemRow row(String system) {
    List<Status> statuses = of(system).stream().map(ComponentRow::status).toList();
    return new SystemRow(
        system,
        system.equals("shop") ? "가게" : system,
        "표본",
        system.equals("shop") ? "production" : null,
        system.equals("shop") ? "운영팀" : null,
        Status.worst(statuses),
        new SystemRow.Counts(
            count(statuses, Status.FAIL),
            count(statuses, Status.UNKNOWN),
            count(statuses, Status.WARN),
            count(statuses, Status.OK),
            system.equals("shop") ? 1 : 0));
  }

  private static int count(List<Status> statuses, Status wanted) {
    return (int) statuses.stream().filter(status -> status == wanted).count();
  }

  private List<ComponentRow> of(String system) {
    return desk.components().stream().filter(row -> row.system().equals(system)).toList();
  }

  @Override
  public @Nullable SystemDetail get(String system) {
    List<ComponentRow> own = of(system);
    if (own.isEmpty()) {
      return null;
    }
    Map<String, List<Part>> layers = new LinkedHashMap<>();
    for (ComponentRow row : own) {
      layers.computeIfAbsent(layer(row.name()), name -> new ArrayList<>()).add(part(row));
    }
    List<Layer> all = new ArrayList<>();
    layers.forEach((name, parts) -> all.add(new Layer(name, List.of(new Layer.Group("", parts)))));
    if (system.equals("shop")) {
      Part unwatched =
          new Part("shop", "cdn", "CDN", "external-service", null, null, "", null, List.of());
      all.add(new Layer("external", List.of(new Layer.Group("바깥", List.of(unwatched)))));
    }
    boolean shop = system.equals("shop") && !desk.calm;
    return new SystemDetail(
        row(system),
        new SystemDetail.Profile(
            "Asia/Seoul",
            "1.4",
            LocalDate.of(2025, 12, 1),
            LocalDate.of(2026, 1, 1),
            true,
            Map.of("상태 화면", "https://status.example.com")),
        all,
        shop ? List.of(alert()) : List.of(),
        shop ? List.of(incident()) : List.of(),
        events().stream().map(Happening::of).toList());
  }

  private static String layer(String name) {
    return switch (name) {
      case "db" -> "data";
      case "host" -> "infrastructure";
      default -> "service";
    };
  }

  static Part part(ComponentRow row) {
    return new Part(
        row.system(),
        row.name(),
        row.name(),
        row.name().equals("db") ? "database" : "service",
        row.status(),
        row.since(),
        row.evidence(),
        "1.8.2",
        row.name().equals("web") ? List.of("db") : List.of());
  }

  static ComponentFacts facts(SampleDesk desk, ComponentRow row) {
    List<Part> others =
        desk.components().stream()
            .filter(other -> other.system().equals(row.system()))
            .filter(other -> !other.name().equals(row.name()))
            .map(SampleSystems::part)
            .toList();
    return new ComponentFacts(
        row.name(),
        "service",
        "service",
        null,
        "운영팀",
        "1.8.2",
        "1.8.1",
        Map.of("문서", "https://docs.example.com/" + NOW.getEpochSecond()),
        List.of(
            new ComponentFacts.Amount(
                "memory", 1e9, 0.862, List.of(new ComponentFacts.Limit("MemoryHigh", 0.85))),
            new ComponentFacts.Amount("disk", 20e9, null, List.of())),
        others.stream().filter(part -> part.name().equals("db")).toList(),
        others.stream().filter(part -> !part.name().equals("db")).toList());
  }
}

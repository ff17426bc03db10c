package jigi.present.api.view;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What recurs. */
public final class Agenda {
  private Agenda() {}

  /**
   * Something that recurs.
   *
   * @param kind runbook or checklist
   * @param schedule as written
   * @param next null when it is not due within the years that are looked at
   * @param last what became of the last one; null when there was none
   */
  public record Item(
      String system,
      String kind,
      String name,
      String title,
      String schedule,
      @Nullable Instant next,
      @Nullable Occasion last) {
    public String path() {
      return Agenda.path(kind, system, name);
    }
  }

  /** The page of what recurs; a plan's drills and checks have that of the plan. */
  public static String path(String kind, String system, String name) {
    String folder =
        switch (kind) {
          case "backup", "drill", "verify" -> "backups";
          default -> kind + "s";
        };
    return "/" + folder + "/" + system + "/" + name;
  }

  /**
   * One time that something was or is due.
   *
   * @param outcome due, started, late, overlap, missed, failed
   * @param run id of the run that it started; null for none
   * @param result the run's state; null for none
   */
  public record Occasion(
      String system,
      String kind,
      String name,
      String title,
      Instant at,
      String outcome,
      @Nullable String run,
      @Nullable String result) {
    public String path() {
      if (run == null) {
        return Agenda.path(kind, system, name);
      }
      return kind.equals("checklist") ? "/checklists/runs/" + run : "/runs/" + run;
    }
  }

  /**
   * One of them begins while the other is expected to run.
   *
   * @param at the first time that it happens
   */
  public record Collision(String system, String first, String second, Instant at) {}

  /**
   * What is shown of one thing on one day.
   *
   * @param occasion the one that it is, or the gravest of those that it stands for
   * @param from of the first
   * @param until of the last
   * @param times how many it stands for
   */
  public record Entry(Occasion occasion, Instant from, Instant until, int times) {
    public String path() {
      return times == 1
          ? occasion.path()
          : "/" + occasion.kind() + "s/" + occasion.system() + "/" + occasion.name();
    }
  }

  /** One day of a month's sheet. */
  public record Day(LocalDate date, boolean inMonth, List<Occasion> occasions) {
    /** What is due more often on one day is one entry. */
    private static final int APART = 3;

    /** How many entries a cell has room for. */
    private static final int ROOM = 6;

    public Day {
      occasions = List.copyOf(occasions);
    }

    /** By time; what recurs many times that day stands once, behind the others. */
    public List<Entry> entries() {
      Map<String, List<Occasion>> byThing = new LinkedHashMap<>();
      occasions.forEach(
          one ->
              byThing
                  .computeIfAbsent(
                      one.system() + " " + one.kind() + " " + one.name(), t -> new ArrayList<>())
                  .add(one));
      List<Entry> all = new ArrayList<>();
      for (List<Occasion> same : byThing.values()) {
        if (same.size() > APART) {
          all.add(together(same));
        } else {
          same.forEach(one -> all.add(new Entry(one, one.at(), one.at(), 1)));
        }
      }
      all.sort(Comparator.comparing((Entry one) -> one.times() > 1).thenComparing(Entry::from));
      return all;
    }

    /** What stands in the day's cell; the rest is folded. */
    public List<Entry> shown() {
      List<Entry> all = entries();
      return all.size() <= ROOM + 1 ? all : all.subList(0, ROOM);
    }

    /** What is folded below. */
    public List<Entry> folded() {
      List<Entry> all = entries();
      return all.size() <= ROOM + 1 ? List.of() : all.subList(ROOM, all.size());
    }

    /** The gravest of what is folded, which is there. */
    public Occasion gravestFolded() {
      return folded().stream()
          .map(Entry::occasion)
          .min(Comparator.comparingInt(Day::gravity))
          .orElseThrow();
    }

    private static Entry together(List<Occasion> same) {
      Occasion gravest =
          same.stream().min(Comparator.comparingInt(Day::gravity)).orElse(same.getFirst());
      return new Entry(gravest, same.getFirst().at(), same.getLast().at(), same.size());
    }

    private static int gravity(Occasion one) {
      boolean bad = "failed".equals(one.result()) || "unverified".equals(one.result());
      return switch (one.outcome()) {
        case "missed", "failed" -> 0;
        case "overlap" -> 1;
        case "late" -> bad ? 0 : 2;
        case "started" -> bad ? 0 : 4;
        default -> 3;
      };
    }
  }

  /**
   * A month, week by week from Monday.
   *
   * @param zone in which its days begin
   * @param cut true when there was more than is shown
   */
  public record Month(
      YearMonth month, String zone, List<Day> days, List<Collision> collisions, boolean cut) {
    public Month {
      days = List.copyOf(days);
      collisions = List.copyOf(collisions);
    }
  }
}

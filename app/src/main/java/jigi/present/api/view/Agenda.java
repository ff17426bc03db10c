package jigi.present.api.view;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
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
      return "/" + kind + "s/" + system + "/" + name;
    }
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
      return run == null ? "/" + kind + "s/" + system + "/" + name : "/runs/" + run;
    }
  }

  /**
   * One of them begins while the other is expected to run.
   *
   * @param at the first time that it happens
   */
  public record Collision(String system, String first, String second, Instant at) {}

  /** One day of a month's sheet. */
  public record Day(LocalDate date, boolean inMonth, List<Occasion> occasions) {
    public Day {
      occasions = List.copyOf(occasions);
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

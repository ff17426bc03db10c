package jigi.operate.incident;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The incidents of one system and level that were opened within a month.
 *
 * @param open how many are not over yet, and so not part of {@code repaired}
 * @param acknowledged mean time from the opening to the first acknowledgement; null where nobody
 *     acknowledged any
 * @param repaired mean time from the opening until all alerts were over, or it was closed; null
 *     where none is
 * @param answered how the response times were kept; null where the level had none
 */
public record IncidentMonth(
    String system,
    YearMonth month,
    Level level,
    int count,
    int open,
    @Nullable Duration acknowledged,
    @Nullable Duration repaired,
    @Nullable Answered answered) {
  /**
   * @param due incidents whose response time is known to be kept or not
   */
  public record Answered(int inTime, int due) {}

  private record Key(YearMonth month, String system, Level level) {}

  /**
   * The latest month first, in it by system and level.
   *
   * @param zone in which a system's months begin
   * @param timed whether an incident of this system and level has a response time
   */
  static List<IncidentMonth> of(
      List<Incident> incidents, Function<String, ZoneId> zone, Predicate<Incident> timed) {
    Map<Key, List<Incident>> all =
        new TreeMap<>(
            Comparator.comparing(Key::month)
                .reversed()
                .thenComparing(Key::system)
                .thenComparing(Key::level));
    for (Incident one : incidents) {
      YearMonth month = YearMonth.from(one.at().opened().atZone(zone.apply(one.system())));
      Key key = new Key(month, one.system(), one.grade().level());
      all.computeIfAbsent(key, none -> new ArrayList<>()).add(one);
    }
    List<IncidentMonth> months = new ArrayList<>();
    all.forEach((key, of) -> months.add(month(key, of, timed)));
    return months;
  }

  private static IncidentMonth month(Key key, List<Incident> of, Predicate<Incident> timed) {
    List<Incident> due =
        of.stream()
            .filter(timed)
            .filter(one -> one.at().breached() != null || one.at().acknowledged() != null)
            .toList();
    int inTime = (int) due.stream().filter(one -> one.at().breached() == null).count();
    return new IncidentMonth(
        key.system(),
        key.month(),
        key.level(),
        of.size(),
        (int) of.stream().filter(one -> over(one) == null).count(),
        mean(of, one -> one.at().acknowledged()),
        mean(of, IncidentMonth::over),
        due.isEmpty() ? null : new Answered(inTime, due.size()));
  }

  /** What no alert told of is over when a person says so. */
  private static @Nullable Instant over(Incident one) {
    Instant resolved = one.at().resolved();
    return resolved == null ? one.at().closed() : resolved;
  }

  private static @Nullable Duration mean(
      List<Incident> of, Function<Incident, @Nullable Instant> end) {
    Duration sum = Duration.ZERO;
    int ended = 0;
    for (Incident one : of) {
      Instant at = end.apply(one);
      if (at != null) {
        sum = sum.plus(Duration.between(one.at().opened(), at));
        ended++;
      }
    }
    return ended == 0 ? null : sum.dividedBy(ended);
  }
}

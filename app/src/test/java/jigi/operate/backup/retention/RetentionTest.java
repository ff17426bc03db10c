package jigi.operate.backup.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import jigi.operate.backup.retention.Entry.Copy;
import jigi.operate.backup.retention.Verdict.Reason;
import org.junit.jupiter.api.Test;

class RetentionTest {
  private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");
  private static final Instant NOW = at("2026-03-31T12:00");

  @Test
  void sevenDaysLeaveSevenDates() {
    List<Entry> entries = daily(30);
    assertThat(kept(entries, keep(7, 0, 0, 0, 0, 0, 0))).containsExactlyElementsOf(ids(0, 7));
  }

  @Test
  void aBackupJustBeforeMidnightCountsForItsOwnDay() {
    List<Entry> entries =
        List.of(
            good("today", at("2026-03-31T00:00")),
            good("first", at("2026-03-25T00:00")),
            good("out", at("2026-03-24T23:59")));
    assertThat(kept(entries, keep(7, 0, 0, 0, 0, 0, 0))).containsExactly("today", "first");
  }

  @Test
  void grandfatherFatherSonKeepsTheNewestOfEachPeriod() {
    List<Entry> entries = daily(800);
    List<String> kept = kept(entries, keep(0, 0, 0, 3, 2, 3, 2));
    // 31, 30 and 29 March; the Sunday before (29 March); the ends of February and January; 2025.
    assertThat(kept).containsExactlyElementsOf(List.of("0", "1", "2", "31", "59", "90"));
  }

  @Test
  void periodsWithoutABackupAreNotCounted() {
    List<Entry> entries =
        List.of(
            good("a", at("2026-03-30T03:00")),
            good("b", at("2026-02-10T03:00")),
            good("c", at("2025-11-10T03:00")),
            good("d", at("2025-11-09T03:00")));
    assertThat(kept(entries, keep(0, 0, 0, 0, 0, 3, 0))).containsExactly("a", "b", "c");
  }

  @Test
  void afterAClockThatJumpedAheadTheLastOnesStay() {
    List<Entry> entries = daily(30);
    List<Verdict> verdicts =
        Retention.decide(
            entries, Map.of("local", keep(7, 0, 3, 0, 0, 0, 0)), SEOUL, at("2036-01-01T00:00"));
    assertThat(verdicts.stream().filter(Verdict::keep).map(Verdict::id))
        .containsExactlyElementsOf(ids(0, 3));
  }

  @Test
  void aClockThatWasSetBackLetsNothingOfTheFutureGo() {
    List<Entry> entries = daily(3);
    assertThat(
            Retention.decide(
                entries, Map.of("local", keep(1, 0, 0, 0, 0, 0, 0)), SEOUL, at("2020-01-01T00:00")))
        .allMatch(Verdict::keep)
        .allMatch(verdict -> verdict.why().contains(Reason.IN_FUTURE));
  }

  @Test
  void theLastGoodAndTheLastProvenOneStayWhateverTheRulesSay() {
    List<Entry> entries =
        List.of(
            entry("new-bad", at("2026-03-31T03:00"), false, false, false, Copy.DAMAGED),
            entry("good", at("2026-01-03T03:00"), true, false, false, Copy.VERIFIED),
            entry("old", at("2026-01-02T03:00"), true, false, false, Copy.VERIFIED),
            entry("proven", at("2026-01-01T03:00"), true, true, false, Copy.VERIFIED),
            entry("held", at("2025-01-01T03:00"), true, true, true, Copy.VERIFIED),
            entry("bad", at("2025-01-01T02:00"), false, false, false, Copy.UNVERIFIED));
    Map<String, List<Reason>> why = new HashMap<>();
    Retention.decide(entries, Map.of("local", keep(7, 0, 0, 0, 0, 0, 0)), SEOUL, NOW)
        .forEach(verdict -> why.put(verdict.id(), verdict.why()));
    assertThat(why)
        .isEqualTo(
            Map.of(
                "new-bad", List.of(Reason.ONLY_COPY),
                "good", List.of(Reason.LAST_GOOD),
                "old", List.of(Reason.EXPIRED),
                "proven", List.of(Reason.LAST_PROVEN),
                "held", List.of(Reason.HELD),
                "bad", List.of(Reason.USELESS)));
  }

  @Test
  void aLocalCopyGoesOnlyWhenTheRemoteOneWasVerified() {
    for (Copy remote : Copy.values()) {
      Entry old =
          new Entry(
              "old",
              at("2026-03-10T03:00"),
              true,
              false,
              false,
              Set.of(),
              Map.of("local", Copy.VERIFIED, "s3", remote));
      List<Verdict> verdicts =
          Retention.decide(
              List.of(good("new", at("2026-03-31T03:00")), old),
              Map.of("local", keep(7, 0, 0, 0, 0, 0, 0), "s3", keep(30, 0, 0, 0, 0, 0, 0)),
              SEOUL,
              NOW);
      Verdict local =
          verdicts.stream()
              .filter(verdict -> verdict.id().equals("old") && verdict.store().equals("local"))
              .findFirst()
              .orElseThrow();
      boolean safe = remote == Copy.VERIFIED || remote == Copy.GONE;
      assertThat(local.why())
          .as("%s", remote)
          .containsExactly(safe ? Reason.EXPIRED : Reason.NOT_COPIED);
    }
  }

  @Test
  void aStoreWithoutARuleKeepsEverything() {
    assertThat(Retention.decide(daily(400), Map.of(), SEOUL, NOW)).allMatch(Verdict::keep);
    assertThat(kept(daily(400), keep(0, 0, 3, 0, 0, 0, 0))).hasSize(400);
    assertThat(Retention.decide(List.of(), Map.of(), SEOUL, NOW)).isEmpty();
  }

  /** What must hold for any catalogue and any rules. */
  @Test
  void propertiesHoldForRandomCatalogues() {
    for (int seed = 0; seed < 3000; seed++) {
      Random random = new Random(seed);
      List<Entry> entries = randomEntries(random);
      Map<String, Keep> keeps = Map.of("local", randomKeep(random), "s3", randomKeep(random));
      List<Verdict> verdicts = Retention.decide(entries, keeps, SEOUL, NOW);
      List<Entry> shuffled = new ArrayList<>(entries);
      Collections.shuffle(shuffled, random);
      String at = "seed " + seed;
      assertThat(Retention.decide(shuffled, keeps, SEOUL, NOW)).as(at).isEqualTo(verdicts);
      for (String store : List.of("local", "s3")) {
        List<String> kept =
            verdicts.stream()
                .filter(v -> v.keep() && v.store().equals(store))
                .map(Verdict::id)
                .toList();
        List<Entry> good =
            entries.stream()
                .filter(e -> e.good() && e.copies().get(store) == Copy.VERIFIED)
                .sorted(Comparator.comparing(Entry::taken).reversed())
                .toList();
        good.stream().limit(1).forEach(e -> assertThat(kept).as(at).contains(e.id()));
        good.stream()
            .filter(Entry::proven)
            .limit(1)
            .forEach(e -> assertThat(kept).as(at).contains(e.id()));
        good.stream().filter(Entry::held).forEach(e -> assertThat(kept).as(at).contains(e.id()));
        Keep keep = keeps.getOrDefault(store, Keep.ALL);
        assertThat(good.stream().filter(e -> kept.contains(e.id())).count())
            .as(at)
            .isGreaterThanOrEqualTo(Math.min(good.size(), Math.max(keep.last(), keep.atLeast())));
      }
      chained(entries, verdicts, at);
      stable(entries, keeps, verdicts, at);
    }
  }

  /** What stays has all that it builds upon, as far as that was there. */
  private static void chained(List<Entry> entries, List<Verdict> verdicts, String at) {
    for (Verdict kept : verdicts) {
      Entry entry =
          entries.stream().filter(each -> each.id().equals(kept.id())).findFirst().orElseThrow();
      for (String id : kept.keep() ? entry.upon() : Set.<String>of()) {
        List<Verdict> of = verdicts.stream().filter(each -> each.id().equals(id)).toList();
        assertThat(of.isEmpty() || of.stream().anyMatch(Verdict::keep)).as(at).isTrue();
      }
    }
  }

  @Test
  void aChainIsNeverCut() {
    List<Entry> entries =
        List.of(
            built("second", "2026-03-31T02:00", "first"),
            built("first", "2026-03-25T02:00", "whole"),
            good("whole", at("2026-03-20T02:00")),
            built("old", "2026-03-19T02:00", "older"),
            good("older", at("2026-03-18T02:00")));

    List<Verdict> verdicts =
        Retention.decide(
            entries, Map.of("local", keep(1, 0, 0, 0, 0, 0, 0)), SEOUL, at("2026-03-31T12:00"));

    assertThat(verdicts.stream().filter(Verdict::keep).map(Verdict::id))
        .containsExactly("second", "first", "whole");
    assertThat(verdicts.get(2).why()).containsExactly(Reason.BUILT_UPON);
  }

  private static Entry built(String id, String taken, String upon) {
    return new Entry(
        id, at(taken), true, false, false, Set.of(upon), Map.of("local", Copy.VERIFIED));
  }

  /** Done once, nothing more goes. */
  private static void stable(
      List<Entry> entries, Map<String, Keep> keeps, List<Verdict> verdicts, String at) {
    Map<String, List<String>> gone = new HashMap<>();
    verdicts.stream()
        .filter(verdict -> !verdict.keep())
        .forEach(v -> gone.computeIfAbsent(v.id(), _ -> new ArrayList<>()).add(v.store()));
    List<Entry> after = new ArrayList<>();
    for (Entry entry : entries) {
      Map<String, Copy> copies = new HashMap<>(entry.copies());
      gone.getOrDefault(entry.id(), List.of()).forEach(store -> copies.put(store, Copy.GONE));
      after.add(
          new Entry(
              entry.id(),
              entry.taken(),
              entry.good(),
              entry.proven(),
              entry.held(),
              entry.upon(),
              copies));
    }
    assertThat(Retention.decide(after, keeps, SEOUL, NOW)).as(at).allMatch(Verdict::keep);
  }

  private static List<Entry> randomEntries(Random random) {
    return IntStream.range(0, random.nextInt(40))
        .mapToObj(
            i -> {
              boolean good = random.nextInt(5) > 0;
              Map<String, Copy> copies = new HashMap<>();
              copies.put("local", Copy.values()[random.nextInt(Copy.values().length)]);
              copies.put("s3", Copy.values()[random.nextInt(Copy.values().length)]);
              return new Entry(
                  "b" + i,
                  NOW.minus(Duration.ofMinutes(random.nextInt(60 * 24 * 900))),
                  good,
                  good && random.nextInt(4) == 0,
                  random.nextInt(15) == 0,
                  randomUpon(random),
                  copies);
            })
        .toList();
  }

  private static Set<String> randomUpon(Random random) {
    return random.nextInt(3) > 0 ? Set.of() : Set.of("b" + random.nextInt(40));
  }

  private static Keep randomKeep(Random random) {
    int[] n =
        IntStream.range(0, 7).map(_ -> random.nextInt(3) == 0 ? random.nextInt(12) : 0).toArray();
    return keep(n[0], n[1], n[2], n[3], n[4], n[5], n[6]);
  }

  private static Keep keep(int days, int last, int atLeast, int d, int w, int m, int y) {
    return new Keep(days, last, atLeast, d, w, m, y);
  }

  private static List<String> kept(List<Entry> entries, Keep keep) {
    return Retention.decide(entries, Map.of("local", keep), SEOUL, NOW).stream()
        .filter(Verdict::keep)
        .map(Verdict::id)
        .toList();
  }

  private static List<String> ids(int from, int to) {
    return IntStream.range(from, to).mapToObj(String::valueOf).toList();
  }

  /** One each night at 2, named by how many days ago it was. */
  private static List<Entry> daily(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                good(
                    "" + i,
                    LocalDateTime.parse("2026-03-31T02:00").minusDays(i).atZone(SEOUL).toInstant()))
        .toList();
  }

  private static Entry good(String id, Instant taken) {
    return entry(id, taken, true, false, false, Copy.VERIFIED);
  }

  private static Entry entry(
      String id, Instant taken, boolean good, boolean proven, boolean held, Copy copy) {
    return new Entry(id, taken, good, proven, held, Set.of(), Map.of("local", copy));
  }

  private static Instant at(String text) {
    return LocalDateTime.parse(text).atZone(SEOUL).toInstant();
  }
}

package jigi.operate.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jigi.testing.Needs;
import jigi.testing.PostgresServer;
import jigi.testing.Until;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a real process at random times of a backup, of a second one that makes the first
 * superfluous, of a drill, and of a restore in the place of the original. {@code
 * benchmarks/backup/kills} calls it with {@code jigi.kills}, {@code jigi.seed} and a file for the
 * counts in {@code jigi.report}. A story that ends otherwise does not stop the others.
 */
@Needs("postgresql")
@Tag("exhaustive")
@Tag("slow")
class BackupKillsTest {
  /** The same attempt killing Jigi three times makes it ask, so a story has one kill fewer. */
  private static final int KILLS_A_STORY = 2;

  private static final int ROWS = 200_000;
  private static final List<String> ACTS = List.of("backup 1", "backup 2", "drill 1", "restore 1");
  private static final Pattern SAID = Pattern.compile("at (\\d+) ([a-z]+ \\d)");

  private final int kills = Integer.getInteger("jigi.kills", 200);
  private final long seed = Long.getLong("jigi.seed", System.nanoTime());
  private final PostgresServer server = PostgresServer.get();
  private final Tally tally = new Tally();
  @TempDir Path folder;

  /** What an act of a child was, and when it began. */
  private record Said(long millis, String act) {}

  @Test
  void everyStoryEndsWell() throws Exception {
    System.out.println("seed " + seed + ", kills " + kills);
    Map<String, Long> lengths = lengths();
    System.out.println("ms of acts: " + lengths);
    for (int number = 0; tally.kills < kills && number < kills; number++) {
      // A seed for each story, so that one can be told again without those before it.
      tell(number, lengths, new SplittableRandom(seed + number));
    }
    assertThat(tally.failures).isEmpty();
    assertThat(tally.kills).isGreaterThanOrEqualTo(kills);
  }

  /** How long each act takes here when nothing happens to it. */
  private Map<String, Long> lengths() throws Exception {
    String database = database();
    DoomedBackups backups = backups("unharmed", database);
    backups.endsWell();
    server.execute("postgres", "DROP DATABASE " + database + " WITH (FORCE)");
    List<Said> said = said(backups);
    Map<String, Long> lengths = new LinkedHashMap<>();
    for (int i = 0; i + 1 < said.size(); i++) {
      lengths.put(said.get(i).act(), said.get(i + 1).millis() - said.get(i).millis());
    }
    return lengths;
  }

  private static List<Said> said(DoomedBackups backups) {
    List<Said> all = new ArrayList<>();
    Matcher matcher = SAID.matcher(backups.log());
    while (matcher.find()) {
      all.add(new Said(Long.parseLong(matcher.group(1)), matcher.group(2)));
    }
    return all;
  }

  private String database() {
    String database = server.database(null);
    server.execute(
        database,
        "CREATE TABLE orders AS SELECT i AS id, md5(i::text) AS item FROM generate_series(1, "
            + ROWS
            + ") i");
    return database;
  }

  private DoomedBackups backups(String name, String database) throws IOException {
    Path below = Files.createDirectory(folder.resolve(name));
    Files.writeString(below.resolve("key"), "k");
    return DoomedBackups.of(
        below,
        PostgresBackupTest.PLAN.formatted(server.port(), database)
            + "    keep: {local: {last: 1}}\n",
        "over " + database);
  }

  private void tell(int number, Map<String, Long> lengths, SplittableRandom random)
      throws Exception {
    String database = database();
    DoomedBackups backups = backups("story-" + number, database);
    BackupWitness witness = new BackupWitness(backups.folder());
    String until = "";
    try {
      int count = Math.min(KILLS_A_STORY, kills - tally.kills);
      for (int n = 0; n < count; n++) {
        until += kill(backups, lengths, random);
        witness.look();
      }
      backups.endsWell();
      witness.look();
      backups.requirePairs();
      server.execute(
          database,
          "DO $$ BEGIN ASSERT (SELECT count(*) FROM orders) = "
              + ROWS
              + "; ASSERT NOT EXISTS (SELECT 1 FROM pg_database"
              + " WHERE datname LIKE 'jigi\\_restore%'); END $$");
      tally.held++;
    } catch (AssertionError | RuntimeException e) {
      System.out.println("story " + number + " of seed " + seed + until + ": " + e);
      tally.failures.add("story " + number + ", killed" + until + ": " + e);
    }
    server.execute("postgres", "DROP DATABASE " + database + " WITH (FORCE)");
    report();
  }

  /** Anywhere in one of the acts, each as likely as the others. */
  private String kill(DoomedBackups backups, Map<String, Long> lengths, SplittableRandom random)
      throws Exception {
    String act = ACTS.get(random.nextInt(ACTS.size()));
    long after = random.nextLong(1 + lengths.getOrDefault(act, 1000L));
    int before = said(backups).size();
    Process child = backups.child().start(null);
    Until.so(
        "at " + act, () -> !child.isAlive() || begun(said(backups), before, act), backups::log);
    // The time of the kill is what is random here; nothing is waited for.
    Thread.sleep(Duration.ofMillis(after));
    boolean alive = child.isAlive();
    child.destroyForcibly().waitFor();
    List<Said> said = said(backups);
    String met = said.size() > before ? said.getLast().act() : "start";
    if (alive) {
      tally.kills++;
      tally.met.merge(met, 1, Integer::sum);
    }
    return " in " + met + (alive ? "" : " (had ended)") + ", " + after + " ms after " + act + ";";
  }

  /** It, or one behind it: what an earlier life has done is not done again. */
  private static boolean begun(List<Said> said, int before, String act) {
    return said.stream()
        .skip(before)
        .anyMatch(
            each -> ACTS.indexOf(each.act()) < 0 || ACTS.indexOf(each.act()) >= ACTS.indexOf(act));
  }

  private void report() {
    String file = System.getProperty("jigi.report", "");
    if (file.isEmpty()) {
      return;
    }
    try {
      Files.writeString(
          Path.of(file),
          "seed            %d%n%suntil           %s%n".formatted(seed, tally, Instant.now()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What became of the stories so far. */
  private static final class Tally {
    private int kills;
    private int held;
    private final Map<String, Integer> met = new TreeMap<>();
    private final List<String> failures = new ArrayList<>();

    @Override
    public String toString() {
      return "kills           %d%nin              %s%nstories held    %d%nstories failed  %d%n%s"
          .formatted(
              kills,
              met,
              held,
              failures.size(),
              failures.isEmpty() ? "" : String.join("\n", failures) + "\n");
    }
  }
}

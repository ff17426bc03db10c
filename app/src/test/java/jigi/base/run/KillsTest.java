package jigi.base.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import jigi.testing.ChildJvm;
import jigi.testing.Needs;
import jigi.testing.SshServer;
import jigi.testing.Until;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the real process at random times of runs with twelve steps on this machine and on two hosts
 * behind SSH. The witness are the files that the steps write there: each step's beginning and end,
 * once and in order.
 *
 * <p>{@code jigi.kills} (6), {@code jigi.seed}, {@code jigi.lanes} (1) and {@code jigi.report}, the
 * file to which every story's witness is written, are the benchmark's.
 */
@Needs("sshd")
@Tag("slow")
class KillsTest {

  @TempDir Path folder;
  private final int kills = Integer.getInteger("jigi.kills", 6);
  private final long seed = Long.getLong("jigi.seed", System.nanoTime());
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicInteger starting = new AtomicInteger();
  private final AtomicInteger stories = new AtomicInteger();
  private final AtomicInteger asked = new AtomicInteger();
  private final List<String> failures = new CopyOnWriteArrayList<>();

  @Test
  void nothingIsLostDoubledOrSkipped() throws Exception {
    System.out.println("KillsTest -Djigi.kills=" + kills + " -Djigi.seed=" + seed);
    try (SshServer a = new SshServer(folder.resolve("a")).start();
        SshServer b = new SshServer(folder.resolve("b")).start();
        ExecutorService lanes = Executors.newCachedThreadPool()) {
      List<Future<?>> running = new ArrayList<>();
      for (int lane = 0; lane < Integer.getInteger("jigi.lanes", 1); lane++) {
        running.add(lanes.submit(() -> tell(a, b)));
      }
      for (Future<?> one : running) {
        one.get();
      }
    }
    report(counts());
    assertThat(failures).isEmpty();
    assertThat(done.get()).isGreaterThanOrEqualTo(kills);
  }

  private Void tell(SshServer a, SshServer b) throws Exception {
    while (done.get() < kills) {
      int number = stories.incrementAndGet();
      Path story = Files.createDirectory(folder.resolve("story-" + number));
      Files.writeString(story.resolve("known_hosts"), a.knownHost() + "\n" + b.knownHost() + "\n");
      Files.writeString(story.resolve("hosts"), "{a: " + host(a) + ", b: " + host(b) + "}");
      String killed = kill(story, new SplittableRandom(seed + number));
      String wrong = judge(story);
      report(
          "story " + number + ", killed after" + killed + ": " + (wrong == null ? "held" : wrong));
      if (wrong != null) {
        failures.add("story " + number + ": " + wrong);
      }
    }
    return null;
  }

  private static String host(SshServer server) {
    return "{ssh: '" + server.address() + "', key: {file: '" + server.key() + "'}}";
  }

  /** Until the run has ended by itself: within the start, or somewhere after it. */
  private String kill(Path story, SplittableRandom random) throws Exception {
    StringBuilder said = new StringBuilder();
    boolean going = true;
    while (!Files.exists(story.resolve("end")) && done.get() < kills) {
      Files.deleteIfExists(story.resolve("ready"));
      Process child = child(story).start(null);
      boolean early = going && random.nextInt(6) == 0;
      int millis = random.nextInt(early ? 1000 : 800);
      int before = seen(story);
      if (!early) {
        // Where the last life brought nothing, this one is to bring something.
        boolean wait = !going;
        Until.so(
            "the child goes on",
            () ->
                !child.isAlive()
                    || (wait ? seen(story) > before : Files.exists(story.resolve("ready"))),
            () -> child(story).log());
      }
      if (child.waitFor(millis, TimeUnit.MILLISECONDS)) {
        assertThat(child.exitValue()).as(child(story).log()).isZero();
      } else {
        child.destroyForcibly().waitFor();
        done.incrementAndGet();
        starting.addAndGet(early ? 1 : 0);
        said.append(early ? " start+" : going ? " ready+" : " step+").append(millis).append("ms");
        going = seen(story) > before;
      }
    }
    if (!Files.exists(story.resolve("end"))) {
      Process last = child(story).start(null);
      if (!last.waitFor(Until.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        last.destroyForcibly().waitFor();
      }
    }
    return said.toString();
  }

  /** How many lines the targets' files have. */
  private static int seen(Path story) {
    int lines = 0;
    for (String target : KillsChild.TARGETS) {
      Path file = story.resolve("witness-" + target);
      try {
        lines += Files.exists(file) ? Files.readAllLines(file).size() : 0;
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
    return lines;
  }

  private static ChildJvm child(Path story) {
    return ChildJvm.of(KillsChild.class, story);
  }

  /** What is wrong with what the targets' files tell; null when nothing is. */
  private @Nullable String judge(Path story) throws IOException {
    Path end = story.resolve("end");
    if (!Files.exists(end)) {
      return "the run did not end\n" + child(story).log();
    }
    List<String> told = Files.readAllLines(end);
    if (Files.exists(story.resolve("asked"))) {
      asked.addAndGet(Files.readAllLines(story.resolve("asked")).size());
    }
    TreeMap<Long, String> order = new TreeMap<>();
    List<String> lines = new ArrayList<>();
    for (String target : KillsChild.TARGETS) {
      for (String line : Files.readAllLines(story.resolve("witness-" + target))) {
        String[] words = line.split(" ", 2);
        lines.add(words[0]);
        order.put(Long.parseLong(words[1]), words[0]);
      }
    }
    for (int i = 1; i <= KillsChild.STEPS; i++) {
      for (String mark : List.of(i + "-begin", i + "-end")) {
        long times = lines.stream().filter(mark::equals).count();
        if (times != 1) {
          return mark + " was seen " + times + " times: " + order + "\n" + told;
        }
      }
    }
    boolean good =
        told.getFirst().equals("SUCCEEDED steps-done")
            && told.get(1).matches("(SUCCEEDED ?){" + KillsChild.STEPS + "}");
    return good ? inOrder(new ArrayList<>(order.values())) : "told " + told;
  }

  /** Steps 4 to 6 go together; every other one ends before the next begins. */
  private static @Nullable String inOrder(List<String> seen) {
    for (int i = 1; i < KillsChild.STEPS; i++) {
      boolean together = i == 4 || i == 5;
      if (!together && seen.indexOf(i + "-end") > seen.indexOf((i + 1) + "-begin")) {
        return "step " + (i + 1) + " began before step " + i + " had ended: " + seen;
      }
    }
    return null;
  }

  private String counts() {
    return "seed            "
        + seed
        + "\nkills           "
        + done
        + ", of these "
        + starting
        + " while Jigi was starting\nstories         "
        + stories
        + " of 12 steps on 3 targets\nquestions       "
        + asked
        + " (Jigi died three times under one attempt)\nfailed          "
        + failures.size();
  }

  private synchronized void report(String line) throws IOException {
    String file = System.getProperty("jigi.report");
    if (file != null) {
      Files.writeString(
          Path.of(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
    System.out.println(line);
  }
}

package jigi.base.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import jigi.testing.ChildJvm;
import jigi.testing.DockerDaemon;
import jigi.testing.Needs;
import jigi.testing.PostgresServer;
import jigi.testing.SshServer;
import jigi.testing.Until;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the real process at random times of runs with twelve steps on this machine, on a host
 * behind SSH and in a container. The witness is what the steps write: lines of a file, each step's
 * beginning and end once and in order, and rows of a real PostgreSQL, each once.
 *
 * <p>{@code jigi.kills} (6), {@code jigi.seed}, {@code jigi.lanes} (1), {@code jigi.minutes} after
 * which nothing more is killed, and {@code jigi.report}, the file to which every story's witness is
 * written, are the benchmark's.
 */
@Needs({"sshd", "docker", "postgresql"})
@Tag("slow")
class KillsTest {
  private static final String MANUAL =
      """
      hosts: {app: {ssh: '%s', key: {file: '%s'}}}
      connections:
        engine: {docker: '%s'}
        main: {postgres: 'postgres@127.0.0.1:%d/postgres'}
      """;

  @TempDir Path folder;
  private final int kills = Integer.getInteger("jigi.kills", 6);
  private final long seed = Long.getLong("jigi.seed", System.nanoTime());
  private final long minutes = Long.getLong("jigi.minutes", Long.MAX_VALUE);
  private final long began = System.nanoTime();
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicInteger starting = new AtomicInteger();
  private final AtomicInteger stories = new AtomicInteger();
  private final AtomicInteger asked = new AtomicInteger();
  private final List<String> failures = new CopyOnWriteArrayList<>();

  @Test
  void nothingIsLostDoubledOrSkipped() throws Exception {
    System.out.println("KillsTest -Djigi.kills=" + kills + " -Djigi.seed=" + seed);
    try (SshServer host = new SshServer(folder.resolve("a")).start();
        DockerDaemon daemon = DockerDaemon.start();
        ExecutorService lanes = Executors.newCachedThreadPool()) {
      daemon.run("box", "while :; do sleep 1; done", "-v", folder + ":" + folder);
      PostgresServer server = PostgresServer.get();
      String manual = MANUAL.formatted(host.address(), host.key(), daemon.address(), server.port());
      List<Future<?>> running = new ArrayList<>();
      for (int lane = 0; lane < Integer.getInteger("jigi.lanes", 1); lane++) {
        running.add(lanes.submit(() -> tell(host.knownHost(), manual, server)));
      }
      for (Future<?> one : running) {
        one.get();
      }
    }
    report(counts());
    assertThat(failures).isEmpty();
    assertThat(done.get() >= kills || late()).as("killed " + done).isTrue();
  }

  private boolean late() {
    return TimeUnit.NANOSECONDS.toMinutes(System.nanoTime() - began) >= minutes;
  }

  private boolean goesOn() {
    return done.get() < kills && !late();
  }

  private Void tell(String knownHost, String manual, PostgresServer server) throws Exception {
    while (goesOn()) {
      int number = stories.incrementAndGet();
      Path story = Files.createDirectory(folder.resolve("story-" + number));
      Files.writeString(story.resolve("known_hosts"), knownHost + "\n");
      Files.writeString(story.resolve("manual"), manual);
      String table = "kills_" + number;
      server.execute("postgres", "CREATE TABLE " + table + " (mark text)");
      ChildJvm jvm = ChildJvm.of(KillsChild.class, story, table);
      String killed = kill(jvm, new SplittableRandom(seed + number));
      Witness witness = Witness.of(story, server, table);
      server.execute("postgres", "DROP TABLE " + table);
      asked.addAndGet(witness.questions());
      String wrong = witness.wrong();
      report(
          "story " + number + ", killed after" + killed + ": " + (wrong == null ? "held" : wrong));
      report("  witness " + witness.told());
      if (wrong != null) {
        failures.add("story " + number + ": " + wrong + "\n" + jvm.log());
      }
    }
    return null;
  }

  /** Until the run has ended by itself: within the start, or somewhere after it. */
  private String kill(ChildJvm jvm, SplittableRandom random) throws Exception {
    Path story = jvm.folder();
    StringBuilder said = new StringBuilder();
    boolean going = true;
    while (!Files.exists(story.resolve("end")) && goesOn()) {
      Files.deleteIfExists(story.resolve("ready"));
      Process child = jvm.start(null);
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
            jvm::log);
      }
      if (child.waitFor(millis, TimeUnit.MILLISECONDS)) {
        assertThat(child.exitValue()).as(jvm.log()).isZero();
      } else {
        child.destroyForcibly().waitFor();
        done.incrementAndGet();
        starting.addAndGet(early ? 1 : 0);
        said.append(early ? " start+" : going ? " ready+" : " step+").append(millis).append("ms");
        going = seen(story) > before;
      }
    }
    if (!Files.exists(story.resolve("end"))) {
      Process last = jvm.start(null);
      if (!last.waitFor(Until.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        last.destroyForcibly().waitFor();
      }
    }
    return said.toString();
  }

  /** How much the steps have written. */
  private static int seen(Path story) {
    Path file = story.resolve("witness");
    try {
      return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String counts() {
    return "seed            "
        + seed
        + "\nkills           "
        + done
        + " of "
        + kills
        + (done.get() < kills ? ", stopped at the limit of " + minutes + " minutes" : "")
        + "; of these "
        + starting
        + " while Jigi was starting\nstories         "
        + stories
        + " of 12 steps on 3 targets and a database\nquestions       "
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

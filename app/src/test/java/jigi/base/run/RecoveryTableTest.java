package jigi.base.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.testing.ChildJvm;
import jigi.testing.Needs;
import jigi.testing.SshServer;
import jigi.testing.Until;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the real process while it has a run in each row of the table of what may be found after a
 * death, and lets the next one find it. That an intent is found without a process is {@link
 * RunCrashTest}'s {@code run.after-intent}.
 */
@Needs("sshd")
@Tag("slow")
@Timeout(300)
class RecoveryTableTest {
  private static final List<String> DATABASE = List.of("test.db", "test.db-wal", "test.db-shm");

  @TempDir Path folder;

  @Test
  void everyRowGoesOnAsTheTableSays() throws Exception {
    try (SshServer host = new SshServer(folder.resolve("sshd")).start()) {
      Files.writeString(folder.resolve("known_hosts"), host.knownHost());
      Files.writeString(
          folder.resolve("hosts"),
          "{app: {ssh: '" + host.address() + "', key: {file: '" + host.key() + "'}}}");
      Process first = live(1);
      awaitFile("standing", first);
      first.destroyForcibly().waitFor();
      whileItIsDead(host);

      Process second = live(2);
      awaitFile("ready-2", second);
      Until.so("the host is missed", () -> text("told").contains("away target"), this::log);
      host.start();
      Files.createFile(folder.resolve("free"));
      awaitFile("ended-2", second);
      second.destroyForcibly().waitFor();
      everyRowHasEnded();

      theThirdDeathUnderOneAttemptAsks();
      aRestoredDatabaseStartsNothing();
    }
  }

  private Process live(int life) throws IOException {
    return ChildJvm.of(TableChild.class, folder, "" + life).start(null);
  }

  private void awaitFile(String name, Process child) {
    Until.so(name, () -> Files.exists(folder.resolve(name)) || !child.isAlive(), this::log);
    assertThat(folder.resolve(name)).as(log()).exists();
  }

  private String log() {
    return text("told") + ChildJvm.of(TableChild.class, folder).log();
  }

  private String text(String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> witness(String row) {
    return text("w-" + row).lines().toList();
  }

  /** The first word of each line, and the rest. */
  private Map<String, String> rows(String name) {
    Map<String, String> rows = new TreeMap<>();
    text(name).lines().map(line -> line.split(" ", 2)).forEach(w -> rows.put(w[0], w[1]));
    return rows;
  }

  /** Processes vanish, a host restarts, another goes away, and a command comes to its end. */
  private void whileItIsDead(SshServer host) throws IOException {
    Map<String, String> attempts = rows("standing");
    for (String row : List.of("gone", "probe", "verify", "reboot")) {
      Bench.lose(folder, attempts.getOrDefault(row, ""));
    }
    Path pid = folder.resolve("attempts/" + attempts.get("reboot") + "/pid");
    Files.writeString(pid, Files.readString(pid).replaceAll("boot=.*", "boot=before"));
    host.stop();
    Files.createFile(folder.resolve("dead"));
    Path exit = folder.resolve("attempts/" + attempts.get("exit") + "/exit");
    Until.so("the command ends without Jigi", () -> Files.exists(exit), this::log);
    copy(folder, Files.createDirectory(folder.resolve("backup")));
  }

  private static void copy(Path from, Path to) throws IOException {
    for (String name : DATABASE.subList(0, 2)) {
      if (Files.exists(from.resolve(name))) {
        Files.copy(from.resolve(name), to.resolve(name));
      }
    }
  }

  private void everyRowHasEnded() {
    Map<String, String> ended = rows("ended-2");
    assertThat(ended.remove("thrice")).startsWith("RUNNING");
    assertThat(ended)
        .isEqualTo(
            Map.ofEntries(
                Map.entry("held", "SUCCEEDED steps-done [ACT 0 OK]"),
                Map.entry("exit", "SUCCEEDED steps-done [BEFORE 0 FAILED, ACT 0 OK, VERIFY 0 OK]"),
                Map.entry("gone", "UNVERIFIED abandoned [ACT 0 VANISHED]"),
                Map.entry("probe", "SUCCEEDED steps-done [ACT 0 VANISHED, PROBE 0 UNKNOWN]"),
                Map.entry(
                    "verify",
                    "SUCCEEDED steps-done"
                        + " [BEFORE 0 FAILED, ACT 0 OK, VERIFY 0 VANISHED, VERIFY 0 OK]"),
                Map.entry("backoff", "SUCCEEDED steps-done [ACT 0 FAILED, ACT 0 OK]"),
                Map.entry("wait", "SUCCEEDED steps-done [ACT 1 OK]"),
                Map.entry("approval", "SUCCEEDED steps-done [ACT 1 OK]"),
                Map.entry("undo", "FAILED step-failed [ACT 0 OK, ACT 1 FAILED, UNDO 0 OK]"),
                Map.entry(
                    "undo-fails", "FAILED undo-failed [ACT 0 OK, ACT 1 FAILED, UNDO 0 FAILED]"),
                Map.entry(
                    "group", "FAILED step-failed [ACT 0 FAILED, ACT 1 OK, UNDO 1 OK, UNDO 0 OK]"),
                Map.entry(
                    "reboot",
                    "SUCCEEDED steps-done [BEFORE 0 FAILED, ACT 0 REBOOTED, VERIFY 0 OK]"),
                Map.entry("away", "SUCCEEDED steps-done [ACT 0 OK, ACT 1 OK]")));
    assertThat(text("told").lines().distinct())
        .containsExactlyInAnyOrder(
            "gone lost", "probe probe-unknown", "approval approval", "away target");
    for (String row : List.of("held", "exit", "away")) {
      assertThat(witness(row)).as(row).containsExactly("begin", "end");
    }
    assertThat(witness("verify")).containsExactly("end", "look", "look");
    assertThat(witness("backoff")).containsExactly("try", "try");
    for (String row : List.of("wait", "approval", "reboot")) {
      assertThat(witness(row)).as(row).containsExactly("end");
    }
    assertThat(witness("undo")).containsExactly("do", "undo", "undone");
    assertThat(witness("undo-fails")).containsExactly("do", "undo");
    assertThat(witness("group")).contains("a").endsWith("b-end", "undo-b", "undo-a").hasSize(5);
  }

  private void theThirdDeathUnderOneAttemptAsks() throws Exception {
    Process third = live(3);
    awaitFile("ready-3", third);
    third.destroyForcibly().waitFor();
    assertThat(text("told")).doesNotContain("thrice");

    Process fourth = live(4);
    Until.so("it asks", () -> text("told").contains("thrice killed-jigi"), this::log);
    Files.createFile(folder.resolve("last"));
    assertThat(fourth.waitFor()).as(log()).isZero();
    assertThat(rows("ended-4").get("thrice")).isEqualTo("SUCCEEDED steps-done [ACT 0 OK]");
    assertThat(witness("thrice")).containsExactly("begin", "end");
  }

  private void aRestoredDatabaseStartsNothing() throws Exception {
    for (String name : DATABASE) {
      Files.deleteIfExists(folder.resolve(name));
    }
    copy(folder.resolve("backup"), folder);
    Process fifth = live(5);
    awaitFile("ready-5", fifth);
    assertThat(text("ready-5")).as("it only observes").isEqualTo("true");
    fifth.destroyForcibly().waitFor();
    assertThat(witness("held")).containsExactly("begin", "end");
    assertThat(witness("wait")).containsExactly("end");
  }
}

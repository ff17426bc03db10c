package jigi.operate.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import jigi.Shows;
import jigi.base.run.Runs;
import jigi.operate.backup.retention.Verdict;
import jigi.testing.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Backups that hold only what has changed, restored through those that they build upon. */
@Timeout(120)
@Tag("slow")
class FilesIncrementTest {
  private static final String PLAN =
      """
      stores:
        local: {directory: store}
      plans:
        database:
          files: [%s, %s]
          increments: 2
          name: files_{time:yyyyMMdd_HHmmss}.tar
          encrypt: {aes-256-gcm: {file: key}}
          to: [local]
          keep: {local: {last: 1}}
      """;

  /** Whatever is written before that is unchanged two seconds later. */
  private static final long SETTLED = 2100;

  @TempDir Path folder;
  private Path root;
  private Path other;
  private BackupBench bench;

  @BeforeEach
  void open() throws Exception {
    root = Files.createDirectories(folder.resolve("올린 파일"));
    other = Files.createDirectories(folder.resolve("올린-etc"));
    byte[] noise = new byte[300_000];
    new Random(11).nextBytes(noise);
    Files.createDirectories(root.resolve("a/b"));
    Files.write(root.resolve("a/b/steady"), noise);
    Files.write(root.resolve("a-b"), noise);
    Files.writeString(root.resolve("a/changes"), "one");
    Files.writeString(root.resolve("a/goes"), "one");
    Files.writeString(root.resolve("a/moves"), "moved");
    Files.writeString(root.resolve("rights"), "rights");
    Files.writeString(other.resolve("conf"), "conf");
    Files.createSymbolicLink(root.resolve("link"), Path.of("a/changes"));
    Files.writeString(folder.resolve("key"), "correct horse battery staple");
    bench = new BackupBench(folder).manual(PLAN.formatted(root, other));
    settle();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  /** Until the clock that stamps files has gone on far enough. */
  private void settle() throws IOException {
    Path mark = folder.resolve("clock");
    Files.writeString(mark, "now");
    long since = Files.getLastModifiedTime(mark).toMillis();
    Until.so("later", () -> stamped(mark) - since > SETTLED, () -> "the clock stands still");
  }

  private static long stamped(Path mark) {
    try {
      Files.writeString(mark, "now");
      return Files.getLastModifiedTime(mark).toMillis();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void change() throws IOException {
    FileTime before = Files.getLastModifiedTime(root.resolve("a/changes"));
    Files.writeString(root.resolve("a/changes"), "two");
    // As long as before and with its old time: only the kernel knows that it was written.
    Files.setLastModifiedTime(root.resolve("a/changes"), before);
    Files.delete(root.resolve("a/goes"));
    Files.move(root.resolve("a/moves"), root.resolve("옮긴 것"));
    Files.setPosixFilePermissions(
        root.resolve("rights"), PosixFilePermissions.fromString("rwx------"));
    Files.delete(root.resolve("link"));
    Files.createSymbolicLink(root.resolve("link"), Path.of("a"));
    Files.writeString(root.resolve("a/new\nline"), "new");
  }

  private List<Backup> backups() {
    return bench.backups.history("shop", "database", 50);
  }

  private void backedUp(int increment) {
    PostgresBackupTest.succeeded(bench.backUp());
    assertThat(bench.newest().form().increment()).isEqualTo(increment);
  }

  private long stored(Backup backup) throws IOException {
    return Files.size(folder.resolve("store").resolve(backup.name()));
  }

  private static String tree(Path root) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted().toList()) {
        var about = Files.readAttributes(file, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS);
        boolean link = Files.isSymbolicLink(file);
        all.append(root.relativize(file))
            .append(' ')
            .append(about.get("mode"))
            .append(' ')
            .append(about.get("uid"))
            .append(' ')
            .append(
                link
                    ? Files.readSymbolicLink(file)
                    : Files.getLastModifiedTime(file).toMillis() / 1000)
            .append(' ')
            .append(
                Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    ? new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).hashCode()
                    : "")
            .append('\n');
      }
    }
    return all.toString();
  }

  @Test
  @Shows("BAK-33")
  void anIncrementHoldsWhatChangedAndRestoresEverything() throws Exception {
    backedUp(0);
    change();
    settle();
    backedUp(1);
    Files.delete(root.resolve("옮긴 것"));
    backedUp(2);

    List<Backup> all = backups();
    assertThat(stored(all.get(2))).isGreaterThan(300_000);
    assertThat(stored(all.get(1))).isLessThan(20_000);
    assertThat(stored(all.get(0))).isLessThan(20_000);
    assertThat(Files.readString(folder.resolve("store").resolve(all.get(0).name() + ".manifest")))
        .contains("upon/" + all.get(2).id(), all.get(2).name(), "upon/" + all.get(1).id());
    // The newest alone is to be kept, and is worth nothing without the others.
    assertThat(bench.stored()).hasSize(6);
    assertThat(bench.backups.retention(bench.backups.get("shop", "database")))
        .filteredOn(verdict -> verdict.id().equals(all.get(2).id()))
        .allMatch(Verdict::keep);

    Runs.Detail drill = bench.drill();
    PostgresBackupTest.succeeded(drill);
    assertThat(BackupBench.evidence(drill)).contains("all as backed up");
    PostgresBackupTest.succeeded(bench.restore(folder + "/back", null));
    Path back = folder.resolve("back");
    assertThat(BackupBench.files(back)).noneMatch(file -> file.startsWith("."));
    assertThat(tree(back.resolve(root.toString().substring(1)))).isEqualTo(tree(root));
    assertThat(tree(back.resolve(other.toString().substring(1)))).isEqualTo(tree(other));

    backedUp(0);
    assertThat(bench.stored()).as("the last proven one needs them").hasSize(8);
    PostgresBackupTest.succeeded(bench.drill());
    PostgresBackupTest.succeeded(bench.block("prune"));
    assertThat(bench.stored()).as("nothing needs the chain before any more").hasSize(2);
  }

  @Test
  void aMissingLinkIsFoundAndTheNextOneIsWhole() throws Exception {
    backedUp(0);
    Backup whole = bench.newest();
    backedUp(1);
    Path file = folder.resolve("store").resolve(whole.name());
    Files.move(file, folder.resolve("taken away"));

    Runs.Detail verified = bench.verify();
    PostgresBackupTest.failed(verified, "link-missing");
    assertThat(BackupBench.evidence(verified)).contains("it builds upon " + whole.name());
    PostgresBackupTest.failed(bench.drill(), "no-copy");
    assertThat(BackupBench.files(folder.resolve("scratch"))).isEmpty();

    backedUp(0);
    PostgresBackupTest.succeeded(bench.drill());
  }

  @Test
  void withoutWhatWasKnownOrWithAnotherKeyTheNextOneIsWhole() throws Exception {
    backedUp(0);
    for (String name : BackupBench.files(folder.resolve("files-known"))) {
      Path known = folder.resolve("files-known").resolve(name);
      byte[] bytes = Files.readAllBytes(known);
      Files.write(known, java.util.Arrays.copyOf(bytes, bytes.length - 6));
    }
    backedUp(0);
    backedUp(1);
    Files.writeString(folder.resolve("key"), "another");
    backedUp(0);
    PostgresBackupTest.succeeded(bench.drill());
  }
}

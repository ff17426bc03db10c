package jigi.operate.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import jigi.Shows;
import jigi.base.run.RunState;
import jigi.base.run.Runs;
import jigi.operate.backup.source.Source;
import jigi.testing.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Backups of real files: made, read back, restored, and compared. */
@Timeout(120)
@Tag("slow")
class FilesBackupTest {
  private static final String PLAN =
      """
      stores:
        local: {directory: store}
      plans:
        database:
          files: [%s]
          except: ["**/*.tmp", "%s/cache/**"]
          name: files_{time:yyyyMMdd_HHmmss}.tar
          encrypt: {aes-256-gcm: {file: key}}
          to: [local]
          drill: {sql: ["%s/small"]}
      """;

  @TempDir Path folder;
  private Path root;
  private BackupBench bench;

  @BeforeEach
  void open() throws Exception {
    root = Files.createDirectories(folder.resolve("사진 모음").resolve("deep"));
    root = folder.resolve("사진 모음");
    Files.writeString(folder.resolve("key"), "correct horse battery staple");
    Files.writeString(root.resolve("small"), "small");
    Files.writeString(root.resolve("deep").resolve("x".repeat(150) + "-긴 이름"), "long name");
    bench = new BackupBench(folder).manual(PLAN.formatted(root, root, root));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private Path stored() {
    return folder.resolve("store").resolve(bench.newestGood().name());
  }

  private void everyKindOfFile() throws Exception {
    Files.createDirectory(root.resolve("empty"));
    Files.createFile(root.resolve("nothing"));
    Files.createSymbolicLink(root.resolve("link"), Path.of("small"));
    Files.createSymbolicLink(root.resolve("broken"), Path.of("/no/where"));
    Files.createSymbolicLink(root.resolve("up"), Path.of(".."));
    Files.writeString(root.resolve("run"), "#!/bin/sh");
    Files.setPosixFilePermissions(
        root.resolve("run"), PosixFilePermissions.fromString("rwxr-x---"));
    Files.setAttribute(root.resolve("run"), "unix:mode", 04750);
    Files.createLink(root.resolve("deep").resolve("run again"), root.resolve("run"));
    Files.writeString(root.resolve("scratch.tmp"), "left out");
    Files.createDirectory(root.resolve("cache"));
    Files.writeString(root.resolve("cache").resolve("c"), "left out");
    Files.write(root.resolve("block"), new byte[512]);
    try (RandomAccessFile sparse = new RandomAccessFile(root.resolve("hole").toFile(), "rw")) {
      sparse.seek(30_000_000);
      sparse.write("end".getBytes(StandardCharsets.US_ASCII));
      sparse.setLength(40_000_000);
    }
    if (System.getProperty("user.name").equals("root")) {
      Files.setAttribute(root.resolve("small"), "unix:uid", 1234);
      Files.setAttribute(root.resolve("small"), "unix:gid", 2_500_000);
    }
  }

  @Test
  @Shows("BAK-33")
  void aDrillRestoresAndComparesEverything() throws Exception {
    everyKindOfFile();
    PostgresBackupTest.succeeded(bench.backUp());
    assertThat(bench.newest().rows()).isEqualTo(14);

    Runs.Detail drill = bench.drill();

    PostgresBackupTest.succeeded(drill);
    assertThat(BackupBench.evidence(drill))
        .contains("14 rows, all as backed up")
        .contains("/small: 5");
    assertThat(bench.standing().matter()).isNull();
    assertThat(BackupBench.files(folder.resolve("scratch"))).isEmpty();
  }

  /** What lies in a store for long must open, too. */
  @Test
  void aDrillOfAnyTriesOlderOnesToo() {
    bench.activate(PLAN.formatted(root, root, root).replace("{sql:", "{of: any, sql:"));
    PostgresBackupTest.succeeded(bench.backUp());
    PostgresBackupTest.succeeded(bench.backUp());

    // Each run chooses anew.
    Until.so(
        "both proven",
        () -> {
          PostgresBackupTest.succeeded(bench.drill());
          return bench.backups.proven(bench.backups.get("shop", "database")).size() == 2;
        },
        () -> bench.backups.proofs("shop", "database", 50).toString());
  }

  /** What a person is offered can be done. */
  @Test
  void aRestoreIsOfferedAFolderBesideThem() {
    PostgresBackupTest.succeeded(bench.backUp());
    Backup backup = bench.newest();
    Source files = bench.backups.get("shop", "database").source();
    String offered = files.suggested(backup.of().item());

    Outline outline = bench.backups.outline(new Backups.Restore(backup.id(), offered, null));

    assertThat(offered).isEqualTo(root + "-restored");
    assertThat(outline.trouble()).isNull();
    assertThat(outline.taken()).isFalse();
    assertThat(files.replaceable()).isFalse();
  }

  @Test
  @Shows("BAK-44")
  void aRestoreGivesBackModesOwnersLinksTimesAndHoles() throws Exception {
    everyKindOfFile();
    PostgresBackupTest.succeeded(bench.backUp());

    PostgresBackupTest.succeeded(bench.restore(folder + "/back", null));

    Path back = folder.resolve("back").resolve(root.toString().substring(1));
    String list =
        "cd '%s' && find . -not -name '*.tmp' -not -path './cache/*' \\( -type l -printf '%%P"
            + " %%U:%%G %%l\\n"
            + "' -o -printf '%%P %%y %%m %%U:%%G %%s %%l %%TY%%Tm%%Td%%TH%%TM %%p\\n"
            + "' \\) | grep -v '^ ' | grep -v ' d ' | sort";
    assertThat(shell(list.formatted(back))).isEqualTo(shell(list.formatted(root)));
    assertThat(shell("cmp '%s/hole' '%s/hole' && echo same".formatted(root, back)))
        .isEqualTo("same\n");
    long kib = Long.parseLong(shell("du -k '%s/hole' | cut -f1".formatted(back)).strip());
    assertThat(kib).isLessThan(1000);
  }

  private static String shell(String command) throws Exception {
    Process process = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  /** The archive is what {@code tar} reads. */
  @Test
  void theArchiveIsReadByTar() throws Exception {
    everyKindOfFile();
    bench.activate(
        PLAN.formatted(root, root, root)
            .replace("encrypt: {aes-256-gcm: {file: key}}", "compress: none"));
    PostgresBackupTest.succeeded(bench.backUp());
    Files.createDirectory(folder.resolve("by-tar"));

    String said = shell("tar -C '%s/by-tar' -xf '%s' && echo done".formatted(folder, stored()));

    assertThat(said).isEqualTo("done\n");
    assertThat(
            shell(
                "diff -r --no-dereference -x '*.tmp' -x cache '%s' '%s/by-tar%s' && echo same"
                    .formatted(root, folder, root)))
        .isEqualTo("same\n");
  }

  @Test
  void whatCannotBeReadMakesTheBackupFail() throws Exception {
    // It is there to be written, and not even root may read it.
    Path folderOfKernel = Path.of("/proc/sys/net/ipv4/route");
    Assumptions.assumeTrue(Files.exists(folderOfKernel.resolve("flush")));
    bench.activate(PLAN.formatted(root + ", " + folderOfKernel, root, root));

    Runs.Detail detail = bench.backUp();

    PostgresBackupTest.failed(detail, "file-unreadable");
    assertThat(BackupBench.evidence(detail)).contains("route/flush: AccessDenied");
    assertThat(bench.stored()).isEmpty();
    assertThat(bench.newest().state()).isEqualTo(Backup.State.FAILED);
  }

  @Test
  void aFileThatChangesMeanwhileIsNamed() throws Exception {
    Path growing = root.resolve("growing.log");
    Files.write(growing, new byte[20_000_000]);
    AtomicBoolean stop = new AtomicBoolean();
    Thread writer = Thread.ofPlatform().start(() -> grow(growing, stop));
    try {
      PostgresBackupTest.succeeded(bench.backUp());
    } finally {
      stop.set(true);
      writer.join();
    }
    assertThat(bench.newest().unusual()).contains("1 changed while they were read").contains("gr");
    PostgresBackupTest.succeeded(bench.drill());
  }

  private static void grow(Path file, AtomicBoolean stop) {
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.seek(out.length());
      while (!stop.get()) {
        out.write("one more line\n".getBytes(StandardCharsets.US_ASCII));
        LockSupport.parkNanos(1_000_000);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aMissingFolderFailsLoudly() throws Exception {
    bench.activate(PLAN.formatted("/no/such/folder", root, root));

    PostgresBackupTest.failed(bench.backUp(), "file-missing");
  }

  @Test
  void emptiedFoldersAreUnusual() throws Exception {
    PostgresBackupTest.succeeded(bench.backUp());
    Files.delete(root.resolve("deep").resolve("x".repeat(150) + "-긴 이름"));

    PostgresBackupTest.succeeded(bench.backUp());

    assertThat(bench.newest().unusual()).contains("deep is empty, and had 1 rows");
  }

  @Test
  void aFullStoreIsNamedAndLeavesNothing() throws Exception {
    Path small = Files.createDirectory(folder.resolve("tiny"));
    Assumptions.assumeTrue(
        shell("mount -t tmpfs -o size=64k tmpfs " + small + " && echo ok").equals("ok\n"));
    try {
      byte[] noise = new byte[3_000_000];
      new java.util.Random(7).nextBytes(noise);
      Files.write(root.resolve("noise"), noise);
      bench.activate(
          PLAN.formatted(root, root, root).replace("directory: store", "directory: tiny"));
      PostgresBackupTest.failed(bench.backUp(), "store-full");
      assertThat(BackupBench.files(small)).isEmpty();
    } finally {
      shell("umount " + small);
    }
  }

  @Test
  @Shows("BAK-16")
  void truncatedFlippedAndWronglyKeyedFilesAreFound() throws Exception {
    PostgresBackupTest.succeeded(bench.backUp());
    Path file = stored();
    Files.writeString(folder.resolve("key"), "another");
    PostgresBackupTest.failed(bench.drill(), "seal-wrong-key");
    Files.writeString(folder.resolve("key"), "correct horse battery staple");
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(bytes.length() - 30);
      int before = bytes.read();
      bytes.seek(bytes.length() - 30);
      bytes.write(before ^ 1);
    }
    PostgresBackupTest.failed(bench.verify(), "seal-damaged");
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.setLength(bytes.length() / 2);
    }
    Runs.Detail drill = bench.drill();
    assertThat(drill.run().state()).isEqualTo(RunState.FAILED);
    assertThat(BackupBench.files(folder.resolve("scratch"))).isEmpty();
  }

  @Test
  void nothingIsRestoredOverWhatIsThere() throws Exception {
    PostgresBackupTest.succeeded(bench.backUp());
    Path mine = Files.createDirectory(folder.resolve("mine"));

    PostgresBackupTest.failed(bench.restore(mine.toString(), null), "target-taken");
  }
}

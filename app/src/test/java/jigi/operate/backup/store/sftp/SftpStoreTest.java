package jigi.operate.backup.store.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import jigi.base.kernel.Timeline;
import jigi.operate.backup.store.Store;
import jigi.operate.backup.store.StoreBench;
import jigi.operate.backup.store.StoreException.Kind;
import jigi.operate.backup.store.StoreTest;
import jigi.operate.backup.store.Upload;
import jigi.testing.Needs;
import jigi.testing.SshServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Against a real sshd. */
@Needs("sshd")
@Timeout(120)
class SftpStoreTest extends StoreTest {
  @TempDir private Path folder;
  private final Timeline timeline = Timeline.real();
  private StoreBench bench;
  private SshServer server;

  @BeforeEach
  void open() throws Exception {
    server = new SshServer(folder.resolve("there")).with("Subsystem sftp internal-sftp").start();
    bench = new StoreBench(Files.createDirectories(folder.resolve("here")));
    Files.writeString(folder.resolve("here/known_hosts"), server.knownHost() + "\n");
    bench.activate(
        "hosts:\n  off: {ssh: '%s', key: {file: '%s'}, connect-timeout: 3s}\n"
            .formatted(server.address(), server.key()));
  }

  @AfterEach
  void close() {
    bench.close();
    server.close();
    timeline.close();
  }

  @Override
  protected Store store() {
    return new SftpSettings("off", folder.resolve("backups").toString())
        .open(bench.opening(timeline));
  }

  @Test
  void onlyTheAccountThereMayRead() throws Exception {
    put(store(), "shop/1", bytes(3));
    assertThat(mode(folder.resolve("backups/shop"))).isEqualTo("rwx------");
    assertThat(mode(folder.resolve("backups/shop/1"))).isEqualTo("rw-------");
    assertThat(store().free()).isPositive();
    assertThat(store().where()).isEqualTo("sftp://off" + folder + "/backups");
  }

  private static String mode(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void aServerThatStopsWhileUploadingIsNamedAndTheUploadGoesOn() throws Exception {
    byte[] bytes = bytes(12_000_000);
    fails(
        Kind.UNREACHABLE,
        "connection was lost",
        () -> {
          try (Upload upload = store().resume("big", "c")) {
            upload.out().write(bytes, 0, 9_000_000);
            server.stop();
            upload.out().write(bytes, 9_000_000, 3_000_000);
            upload.commit();
          }
        });
    fails(Kind.UNREACHABLE, "off", () -> store().list(""));
    server.start();
    assertThat(store().list("")).isEmpty();
    try (Upload again = store().resume("big", "c")) {
      again.out().write(bytes);
      again.commit();
      assertThat(again.reused()).isGreaterThan(5_000_000);
    }
    assertThat(read(store(), "big", 0)).isEqualTo(bytes);
  }

  @Test
  void aServerThatStopsWhileReadingIsNamed() throws Exception {
    put(store(), "big", bytes(20_000_000));
    try (InputStream in = store().read("big", 0)) {
      assertThat(in.readNBytes(100_000)).hasSize(100_000);
      server.stop();
      fails(Kind.UNREACHABLE, "connection was lost", in::readAllBytes);
    }
  }

  @Test
  void aHostWithoutSftpIsNamed() throws Exception {
    SshServer bare = new SshServer(folder.resolve("bare")).start();
    try (StoreBench other = new StoreBench(Files.createDirectories(folder.resolve("other")))) {
      Files.writeString(folder.resolve("other/known_hosts"), bare.knownHost() + "\n");
      other.activate(
          "hosts:\n  off: {ssh: '%s', key: {file: '%s'}}\n".formatted(bare.address(), bare.key()));
      Store store = new SftpSettings("off", "backups").open(other.opening(timeline));
      fails(Kind.UNREACHABLE, "speaks no SFTP", () -> store.list(""));
    } finally {
      bare.close();
    }
  }

  @Test
  void thisMachineIsNoOtherHost() throws Exception {
    bench.activate("");
    Store store = new SftpSettings("local", "/tmp/x").open(bench.opening(timeline));
    fails(Kind.NO_PLACE, "this machine", () -> store.list(""));
  }

  @Test
  @EnabledIf("root")
  void aFullDiskThereIsNamedAndLeavesNothing() throws Exception {
    Path small = Files.createDirectories(folder.resolve("small"));
    run("mount", "-t", "tmpfs", "-o", "size=3m", "jigi-test", small.toString());
    try {
      Store store = new SftpSettings("off", small.toString()).open(bench.opening(timeline));
      fails(
          Kind.FULL,
          "no space left",
          () -> {
            try (Upload upload = store.begin("x")) {
              upload.out().write(bytes(9_000_000));
              upload.commit();
            }
          });
      try (var left = Files.list(small)) {
        assertThat(left).isEmpty();
      }
    } finally {
      // The session there may still be ending.
      run("umount", "--lazy", small.toString());
    }
  }

  private static void run(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  static boolean root() {
    return "root".equals(System.getProperty("user.name"));
  }
}

package jigi.operate.backup.store.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import jigi.operate.backup.store.Store;
import jigi.operate.backup.store.StoreException;
import jigi.operate.backup.store.StoreException.Kind;
import jigi.operate.backup.store.StoreTest;
import jigi.operate.backup.store.Upload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class DirectoryStoreTest extends StoreTest {
  @TempDir private Path folder;

  @Override
  protected Store store() {
    return new DirectoryStore(folder.resolve("backups"));
  }

  @Test
  void onlyTheAccountOfJigiMayRead() throws Exception {
    put(store(), "shop/1", bytes(3));
    assertThat(mode(folder.resolve("backups"))).isEqualTo("rwx------");
    assertThat(mode(folder.resolve("backups/shop"))).isEqualTo("rwx------");
    assertThat(mode(folder.resolve("backups/shop/1"))).isEqualTo("rw-------");
  }

  private static String mode(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void aLinkDoesNotLeadOut() throws Exception {
    Files.createDirectories(folder.resolve("backups"));
    Path outside = Files.createDirectories(folder.resolve("outside"));
    Files.createSymbolicLink(folder.resolve("backups/way"), outside);
    fails(Kind.DENIED, "leads out", () -> store().begin("way/x"));
  }

  @Test
  void whatSomebodyElseLeftIsNotSwept() throws Exception {
    Path backups = Files.createDirectories(folder.resolve("backups"));
    Files.writeString(backups.resolve("notes.partial"), "mine");
    Files.writeString(backups.resolve(".x.partial"), "mine");
    assertThat(store().sweep(java.time.Instant.MAX)).isEmpty();
    assertThat(backups.resolve("notes.partial")).exists();
  }

  @Test
  void saysHowMuchIsFree() throws Exception {
    assertThat(store().free()).isPositive();
  }

  @Test
  @EnabledIf("root")
  void aFullDiskIsNamedAndLeavesNothing() throws Exception {
    Path small = Files.createDirectories(folder.resolve("small"));
    run("mount", "-t", "tmpfs", "-o", "size=1m", "jigi-test", small.toString());
    try {
      Store store = new DirectoryStore(small);
      fails(
          Kind.FULL,
          "No space left",
          () -> {
            try (Upload upload = store.begin("x")) {
              upload.out().write(bytes(2_000_000));
            }
          });
      try (Stream<Path> left = Files.list(small)) {
        assertThat(left).isEmpty();
      }
    } finally {
      run("umount", small.toString());
    }
  }

  @Test
  @EnabledIf("root")
  void aReadOnlyDiskIsNamed() throws Exception {
    Path small = Files.createDirectories(folder.resolve("small"));
    run("mount", "-t", "tmpfs", "-o", "size=1m,ro", "jigi-test", small.toString());
    try {
      fails(Kind.DENIED, "Read-only", () -> new DirectoryStore(small).begin("x"));
    } finally {
      run("umount", small.toString());
    }
  }

  @Test
  void aFolderThatIsAFileIsNamed() throws Exception {
    Files.writeString(folder.resolve("backups"), "");
    assertThatThrownBy(() -> store().begin("x")).isInstanceOf(StoreException.class);
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor()).as("%s", List.of(command)).isZero();
  }

  static boolean root() {
    return "root".equals(System.getProperty("user.name"));
  }
}

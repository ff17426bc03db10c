package jigi.base.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import jigi.base.kernel.Troubles;
import jigi.base.kernel.UserError;
import jigi.testing.Until;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opening the data directory, and what is said when that cannot be. */
class StoresTest {
  @TempDir private Path home;
  private Path data;
  private Path machine;

  @BeforeEach
  void name_a_data_directory() throws IOException {
    data = home.resolve("data");
    machine = Files.writeString(home.resolve("machine-id"), "first machine\n");
  }

  @Test
  void what_was_written_is_there_after_a_restart_under_the_same_node() {
    String node;
    try (Stores stores = open()) {
      node = stores.node();
      fill(stores.store(), 1);
    }
    try (Stores stores = open()) {
      assertThat(stores.node()).isEqualTo(node).startsWith("node-");
      assertThat(rows(stores.store())).isEqualTo(1);
      assertThat(stores.identity()).isEqualTo(Identity.SAME);
    }
  }

  @Test
  void the_data_directory_is_private() throws IOException {
    try (Stores stores = open()) {
      assertThat(stores.identity()).isEqualTo(Identity.SAME);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void a_second_jigi_on_the_same_directory_is_told_so() {
    try (Stores first = open()) {
      assertThat(first.node()).isNotEmpty();
      assertThatThrownBy(this::open)
          .isInstanceOfSatisfying(
              UserError.class,
              e -> {
                assertThat(e.code()).isEqualTo("data-in-use");
                assertThat(e.fact())
                    .contains(data.toString(), "process " + ProcessHandle.current().pid());
              });
    }
    open().close();
  }

  @Test
  void a_directory_that_cannot_be_made_is_told_so() throws IOException {
    data = Files.writeString(home.resolve("file"), "").resolve("data");
    assertCode("data-not-writable");
  }

  @Test
  void a_file_that_is_no_database_is_told_so() throws IOException {
    Files.createDirectories(data);
    Files.writeString(data.resolve("jigi.db"), "this is no database".repeat(1000));
    assertCode("store-damaged");
    assertThat(Files.readString(data.resolve("jigi.db"))).startsWith("this is no database");
  }

  @Test
  void damage_in_the_middle_of_the_file_is_found_at_the_start() throws IOException {
    try (Stores stores = open()) {
      fill(stores.store(), 2000);
    }
    damage(data.resolve("jigi.db"));
    assertCode("store-damaged");
  }

  @Test
  void damage_that_comes_later_is_told_apart_and_a_trouble() throws IOException {
    Troubles troubles = new Troubles();
    try (Stores stores = Stores.open(settings(), troubles)) {
      fill(stores.store(), 5000);
      checkpoint();
      damage(data.resolve("jigi.db"));
      assertThatThrownBy(() -> sum(stores.store()))
          .isInstanceOf(StoreDamagedException.class)
          .hasMessageContaining("jigi.db");
      assertThat(troubles.all()).extracting(Troubles.Trouble::key).containsExactly("store.damaged");
      assertThat(stores.isDamaged()).isTrue();
    }
  }

  @Test
  void a_database_of_a_newer_version_is_refused() {
    try (Stores stores = open()) {
      stores
          .store()
          .change(
              tx ->
                  tx.handle()
                      .execute(
                          "INSERT INTO flyway_schema_history SELECT 9999, '9999', 'future', type,"
                              + " 'V9999__future.sql', checksum, installed_by, installed_on,"
                              + " execution_time, success FROM flyway_schema_history"
                              + " WHERE version = '1'"));
    }
    assertCode("store-newer");
  }

  @Test
  void another_machine_is_noticed_until_the_data_is_adopted() throws IOException {
    open().close();
    Files.writeString(machine, "second machine\n");
    try (Stores stores = open()) {
      assertThat(stores.identity()).isEqualTo(Identity.CLONED);
    }
    try (Stores stores = open()) {
      assertThat(stores.identity()).isEqualTo(Identity.CLONED);
      stores.adopt();
    }
    try (Stores stores = open()) {
      assertThat(stores.identity()).isEqualTo(Identity.SAME);
    }
  }

  @Test
  void a_copy_beside_the_original_is_noticed() throws IOException {
    open().close();
    Path original = data;
    data = home.resolve("copy");
    copy(original, data);
    try (Stores stores = open()) {
      assertThat(stores.identity()).isEqualTo(Identity.CLONED);
    }
  }

  @Test
  void an_older_copy_put_back_in_place_is_noticed() throws IOException {
    open().close();
    Path kept = home.resolve("kept");
    copy(data, kept);
    open().close();
    copy(kept, data);
    try (Stores stores = open()) {
      assertThat(stores.identity()).isEqualTo(Identity.CLONED);
    }
  }

  @Test
  void the_newest_copy_put_back_in_place_is_the_same() throws IOException {
    open().close();
    Path kept = home.resolve("kept");
    copy(data, kept);
    copy(kept, data);
    try (Stores stores = open()) {
      assertThat(stores.identity()).isEqualTo(Identity.SAME);
    }
  }

  @Test
  void a_full_disk_changes_nothing_and_work_goes_on_once_there_is_room() throws Exception {
    Path mount = Files.createDirectories(home.resolve("small"));
    assumeTrue(
        "root".equals(System.getProperty("user.name"))
            && run("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", mount.toString()) == 0,
        "full disk: needs root and the right to mount a tmpfs");
    try {
      data = mount.resolve("data");
      Troubles troubles = new Troubles();
      Path ballast = mount.resolve("ballast");
      try (Stores stores = Stores.open(settings(), troubles)) {
        fill(stores.store(), 100);
        fillDisk(ballast);
        assertThatThrownBy(() -> fill(stores.store(), 100_000))
            .isInstanceOf(StoreFullException.class)
            .hasMessageContaining("no room");
        assertThat(rows(stores.store())).isEqualTo(100);
        assertThat(troubles.all()).extracting(Troubles.Trouble::key).containsExactly("store.full");
        Files.delete(ballast);
        fill(stores.store(), 100);
        assertThat(rows(stores.store())).isEqualTo(200);
        assertThat(troubles.all()).isEmpty();
      }
    } finally {
      run("umount", "-l", mount.toString());
    }
  }

  @Test
  void the_master_key_is_private_stable_and_outside_of_the_data() throws IOException {
    Settings settings = settings();
    MasterKey key = MasterKey.in(settings);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(settings.key())))
        .isEqualTo("rw-------");
    assertThat(key.derive("a", 32))
        .isEqualTo(MasterKey.in(settings).derive("a", 32))
        .isNotEqualTo(key.derive("b", 32));

    Files.setPosixFilePermissions(settings.key(), PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> MasterKey.in(settings)).hasMessageContaining("key-file-open");
    Files.setPosixFilePermissions(settings.key(), PosixFilePermissions.fromString("rw-------"));
    Files.writeString(settings.key(), "my own secret words");
    assertThatThrownBy(() -> MasterKey.in(settings))
        .hasMessageContaining("key-file-bad")
        .hasMessageNotContaining("my own secret words");
    Settings inside = new Settings(data, data.resolve("key"), machine, null);
    assertThatThrownBy(() -> MasterKey.in(inside)).hasMessageContaining("key-inside-data");
  }

  private Settings settings() {
    return new Settings(data, home.resolve(data.getFileName() + ".key"), machine, null);
  }

  private Stores open() {
    return Stores.open(settings(), new Troubles());
  }

  private void assertCode(String code) {
    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(
            UserError.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.fact()).contains(data.toString());
            });
  }

  private static void fill(Store store, int rows) {
    store.change(
        tx -> {
          tx.handle().execute("CREATE TABLE IF NOT EXISTS filler (text TEXT NOT NULL)");
          var batch = tx.handle().prepareBatch("INSERT INTO filler VALUES (?)");
          for (int i = 0; i < rows; i++) {
            batch.bind(0, "x".repeat(200)).add();
          }
          batch.execute();
        });
  }

  private static int rows(Store store) {
    return store.read(h -> h.createQuery("SELECT count(*) FROM filler").mapTo(Integer.class).one());
  }

  private static long sum(Store store) {
    return store.read(
        h -> h.createQuery("SELECT sum(length(text)) FROM filler").mapTo(Long.class).one());
  }

  private void checkpoint() {
    try (var connection = SqliteDatabase.dataSource(data.resolve("jigi.db")).getConnection();
        var statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Overwrites everything from the second quarter of the file on. */
  private static void damage(Path file) throws IOException {
    try (var raw = new RandomAccessFile(file.toFile(), "rw")) {
      long length = raw.length();
      raw.seek(length / 4);
      byte[] noise = new byte[(int) (length - length / 4)];
      new java.util.Random(7).nextBytes(noise);
      raw.write(noise);
    }
  }

  private static void fillDisk(Path ballast) throws IOException {
    byte[] block = new byte[4096];
    try (var out = Files.newOutputStream(ballast)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      assertThat(e.getMessage()).contains("No space left");
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(to)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor(Until.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }
}

package jigi.operate.backup.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import jigi.operate.backup.source.BackupException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that MariaDB 10.11 wrote, whole and with a bit of each byte turned. */
class BinlogFileTest {
  private static final int IN_USE = 21;

  @TempDir Path folder;

  private Path copy(String name) throws IOException {
    try (var in = BinlogFileTest.class.getResourceAsStream("/binlog/" + name)) {
      return Files.write(folder.resolve(name), Objects.requireNonNull(in).readAllBytes());
    }
  }

  private static void requireDamaged(Path file, Object what) {
    assertThatThrownBy(() -> BinlogFile.read(file))
        .as(String.valueOf(what))
        .isInstanceOfSatisfying(
            BackupException.class, e -> assertThat(e.code()).isEqualTo("log-damaged"));
  }

  @Test
  void tellsWhenItWasBegunAndWhichTransactionsItHolds() throws Exception {
    BinlogFile read = BinlogFile.read(copy("summed"));

    assertThat(Instant.ofEpochSecond(read.created())).isEqualTo("2026-11-22T04:31:05Z");
    assertThat(read.before()).isEmpty();
    assertThat(read.after()).isEqualTo(Map.of("0-7", 5L));
  }

  @Test
  void aTurnedBitIsFoundInEveryByte() throws Exception {
    Path file = copy("summed");
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < whole.length; i++) {
      byte[] other = whole.clone();
      // The lowest one there says that the server had it open, which is no damage.
      other[i] ^= (byte) (1 << (i == IN_USE ? 1 : i % 8));
      requireDamaged(Files.write(file, other), "byte " + i);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"summed", "unsummed"})
  void aFileThatEndsWithinAnEventIsFound(String name) throws Exception {
    Path file = copy(name);
    byte[] whole = Files.readAllBytes(file);
    BinlogFile.read(file);

    requireDamaged(Files.write(file, Arrays.copyOf(whole, whole.length - 1)), "the end");
    requireDamaged(Files.write(file, new byte[0]), "nothing");
    requireDamaged(Files.write(file, Arrays.copyOf(whole, 4)), "the magic alone");
  }
}

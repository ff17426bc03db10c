package jigi.operate.backup.source.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of changes: whole commands and whole transactions, whenever its writer dies. */
@SuppressWarnings("NullAway.Init") // set before each test
class StreamFileTest {
  private static final String SERVER = "0123456789abcdef0123456789abcdef01234567";
  private static final String SET = command("SET", "a", "1");

  @TempDir Path spool;
  private long second = 100;
  private StreamFile file;

  @BeforeEach
  void begin() throws IOException {
    file =
        StreamFile.begin(
            spool, this::now, new StreamFile.Head(7, 3, new StreamPosition(SERVER, 1000)));
  }

  private Instant now() {
    return Instant.ofEpochSecond(second);
  }

  private static String command(String... words) {
    StringBuilder out = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      int length = word.getBytes(StandardCharsets.UTF_8).length;
      out.append('$').append(length).append("\r\n").append(word).append("\r\n");
    }
    return out.toString();
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private void receive(String text) throws IOException {
    Commands commands = new Commands(bytes(text));
    for (Commands.Piece piece = commands.next(file); piece != null; piece = commands.next(file)) {
      file.ended(piece);
    }
  }

  private String part() throws IOException {
    file.flush();
    return Files.readString(spool.resolve("part"));
  }

  @Test
  void eachSecondStandsOnceBeforeItsCommandsAndNeverInATransaction() throws IOException {
    receive(SET);
    receive(command("MULTI"));
    second = 101;
    receive(SET + command("EXEC") + SET);

    assertThat(part())
        .isEqualTo(
            "#JIGI:7:3:"
                + SERVER
                + ":1000\r\n#TS:100\r\n"
                + SET
                + command("MULTI")
                + SET
                + command("EXEC")
                + "#TS:101\r\n"
                + SET);
  }

  @Test
  void whatIsCutOffIsReceivedAgain() throws IOException {
    receive(SET);
    long whole = file.at().offset();
    String kept = part();
    receive(command("MULTI") + SET);
    file.close();
    Files.writeString(
        spool.resolve("part"), Files.readString(spool.resolve("part")) + "*3\r\n$3\r\nSE");

    file = Objects.requireNonNull(StreamFile.again(spool, this::now));

    assertThat(file.at()).isEqualTo(new StreamPosition(SERVER, whole));
    assertThat(file.changed()).isEqualTo(whole);
    assertThat(part()).isEqualTo(kept);
    receive(SET);
    assertThat(part()).isEqualTo(kept + SET);
  }

  @Test
  void itsNameSaysWhatItHoldsAndWhatFollows() throws IOException {
    receive(command("PING"));
    assertThat(file.isWritten()).isFalse();
    receive(command("set", "name", "값"));
    assertThat(file.isWritten()).isTrue();
    long end = file.at().offset();

    StreamName name = file.end();

    assertThat(name).isEqualTo(new StreamName(7, 3, 1000, end, "01234567"));
    assertThat(StreamName.of(name.text())).isEqualTo(name);
    assertThat(spool.resolve(name.text())).exists();
    assertThat(StreamFile.again(spool, this::now)).isNull();
    assertThat(new StreamName(7, 4, end, end, "01234567").follows(name)).isTrue();
    assertThat(new StreamName(7, 4, end + 1, end + 1, "01234567").follows(name)).isFalse();
    assertThat(new StreamName(8, 1, end, end, "01234567").follows(name)).isFalse();
    assertThat(name.holds(new StreamPosition(SERVER, 1000))).isTrue();
    assertThat(name.holds(new StreamPosition(SERVER, end))).isTrue();
    assertThat(name.holds(new StreamPosition(SERVER, end + 1))).isFalse();
    assertThat(name.holds(new StreamPosition("f".repeat(40), 1000))).isFalse();
  }

  @Test
  void whatIsNoCommandIsNotTaken() {
    assertThatThrownBy(() -> receive("+OK\r\n")).hasMessageContaining("no command begins");
    assertThatThrownBy(() -> receive("*1\r\n$-1\r\n")).hasMessageContaining("a length of -1");
    assertThatThrownBy(() -> receive("*x\r\n")).hasMessageContaining("no number");
  }
}

package jigi.operate.deploy.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import jigi.base.kernel.UserError;
import jigi.operate.deploy.machine.Release;
import jigi.operate.deploy.machine.Shipping;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Env files are read as their people wrote them, and written back so. */
class EnvFileTest {
  private static final String TEXT =
      """
      # 이미지 태그
      APP_NETWORK_NAME=web_project_webnet

      export FE_TAG='sha-1'   # frontend
      BE_TAG="sha-1"  # backend
      PLAIN=sha-1   # tag
      WITH_SIGN=a=b
      EMPTY=
      BE_TAG="sha-2"  # the one that counts
      UPDATE_GATEWAY=true\
      """;

  @TempDir Path folder;

  private EnvFile file(String text) throws Exception {
    Path path = folder.resolve("env");
    Files.writeString(path, text);
    return EnvFile.read(path);
  }

  @Test
  void readsValuesWithoutQuotesAndComments() throws Exception {
    assertThat(file(TEXT).values())
        .containsEntry("APP_NETWORK_NAME", "web_project_webnet")
        .containsEntry("FE_TAG", "sha-1")
        .containsEntry("BE_TAG", "sha-2")
        .containsEntry("PLAIN", "sha-1")
        .containsEntry("WITH_SIGN", "a=b")
        .containsEntry("EMPTY", "")
        .containsEntry("UPDATE_GATEWAY", "true");
  }

  @Test
  void aWrittenValueChangesNothingElse() throws Exception {
    assertThat(file(TEXT).with("BE_TAG", "sha-9"))
        .isEqualTo(TEXT.replace("BE_TAG=\"sha-2\"  # the", "BE_TAG=\"sha-9\"  # the"));
    assertThat(file(TEXT).with("FE_TAG", "sha-9")).isEqualTo(TEXT.replace("'sha-1'", "'sha-9'"));
    assertThat(file(TEXT).with("PLAIN", "sha-9"))
        .isEqualTo(TEXT.replace("PLAIN=sha-1", "PLAIN=sha-9"));
    assertThat(file(TEXT).with("UPDATE_GATEWAY", "false"))
        .isEqualTo(TEXT.replace("GATEWAY=true", "GATEWAY=false"));
    assertThat(file(TEXT).with("NEW", "two words")).isEqualTo(TEXT + "\nNEW='two words'\n");
    assertThat(file("A=# none\n").with("A", "3")).isEqualTo("A=3\n");
    assertThat(file("A=1\r\nB=2\r\n").with("A", "3")).isEqualTo("A=3\r\nB=2\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"it's", "say \"hi\"", "C:\\new", "5 $HOME `date` $(date)", "# none", "a'b\"c"})
  void whatIsWrittenIsReadAgain(String value) throws Exception {
    for (String before : List.of("A=1 # kept\n", "A='1' # kept\n", "A=\"1\" # kept\n", "B=1\n")) {
      String written = file(before).with("A", value);
      assertThat(file(written).values()).containsEntry("A", value);
      assertThat(written).endsWith(before.startsWith("A") ? " # kept\n" : "\n");
    }
  }

  @Test
  void modeStaysAndTheSameValueWritesNothing() throws Exception {
    EnvFile file = file(TEXT);
    Files.setPosixFilePermissions(file.file(), PosixFilePermissions.fromString("rw-------"));
    var before = Files.getLastModifiedTime(file.file());
    file.write("BE_TAG", "sha-2");
    assertThat(Files.getLastModifiedTime(file.file())).isEqualTo(before);
    file.write("BE_TAG", "sha-3");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.file())))
        .isEqualTo("rw-------");
    assertThat(EnvFile.read(file.file()).values()).containsEntry("BE_TAG", "sha-3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "A=$(date)|env:1 A would be executed by a shell",
        "A=`date`|env:1 A would be executed by a shell",
        "A=\"open|env:1 A has a quote that is not closed",
        "rm -rf /|env:1 is no NAME=value"
      })
  void whatAShellWouldExecuteIsAMistake(String line, String fact) {
    assertThatThrownBy(() -> file(line)).isInstanceOf(UserError.class).hasMessageContaining(fact);
  }

  @Test
  void theLaterFileWinsAndAPersonBeforeBoth() throws Exception {
    Files.writeString(folder.resolve("one"), "BE_TAG=1\nFE_TAG=1\nSECRET=x\n");
    Files.writeString(folder.resolve("two"), "BE_TAG=2\n");
    EnvFiles files =
        new EnvFiles(
            new EnvSettings(
                List.of("one", "two"), "BE_TAG", List.of("FE_TAG"), "GATEWAY", Map.of(), null),
            folder);
    Map<String, String> values = files.values(Map.of("FE_TAG", "3"));
    assertThat(files.version(values)).isEqualTo("2");
    assertThat(files.with(values)).isEqualTo(Map.of("FE_TAG", "3"));
    assertThat(files.switches(values)).as("not said").isFalse();
    assertThatThrownBy(() -> files.values(Map.of("FE_TAGS", "3")))
        .hasMessageContaining("'FE_TAGS' is no variable");
    files.write(new Release("9", "i", new Shipping(null, true, Map.of("FE_TAG", "8"))));
    assertThat(folder.resolve("one")).hasContent("BE_TAG=1\nFE_TAG=8\nSECRET=x\n");
    assertThat(folder.resolve("two")).hasContent("BE_TAG=9\n");
    Files.delete(folder.resolve("two"));
    assertThatThrownBy(() -> files.values(Map.of())).hasMessageContaining("there is no file");
  }
}

package jigi.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
  @TempDir private Path dir;

  @Test
  void theCommandLineOverrulesTheFile() throws IOException {
    Path file = dir.resolve("shop.service");
    Files.writeString(
        file, "# a shop\n\nport=8080\nname=shop\npath=/a=b=c\nlog={state}/shop.log\n");
    Options options =
        Options.parse(List.of("--port", "9090", "--options", file.toString(), "--state", "/s"));
    assertThat(options.port).isEqualTo(9090);
    assertThat(options.name).isEqualTo("shop");
    assertThat(options.pages).containsEntry("/a", "b=c");
    assertThat(options.logs.getFirst().file()).isEqualTo(Path.of("/s/shop.log"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          --prot 80             | unknown option --prot
          --port many           | port 'many'
          --port 70000          | 0 to 65535
          --port                | --port needs a value
          80                    | '80' is no option
          --health /health      | has no '='
          --log-format plain    | without a log
          --log f --log-format x | unknown log format 'x'
          --traffic 5           | '5' cannot be read
          --traffic 0/s         | '0/s' cannot be read
          --db mysql://h/d      | sqlite:FILE or postgres://
          --db postgres://u:p@h/d | PGPASSWORD
          --fault explode       | unknown fault 'explode'
          --fault crash=2       | 'crash=2'
          --fault errors=101%   | up to 100%
          --fault leak=10MB     | leak=10MB/s
          --fault disk=5MB      | disk=/var/tmp/fill:200MB
          """)
  void aMistakeIsNamed(String line, String message) {
    assertThatThrownBy(() -> Options.parse(List.of(line.split(" "))))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "crash",
        "slow=2000ms",
        "errors=50.0%",
        "err-body",
        "bad-gateway",
        "leak=1024B/s:2048B",
        "disk=/tmp/x:y:5B",
        "hang"
      })
  void aFaultIsShownAsItIsRead(String text) {
    assertThat(Fault.parseAll(text)).singleElement().extracting(Fault::text).isEqualTo(text);
  }

  @Test
  void severalFaultsHoldTogetherAndNoneStandsAlone() {
    assertThat(Fault.parseAll("slow=1s, errors=10%\n")).hasSize(2);
    assertThat(Fault.parseAll("none")).isEmpty();
    assertThatThrownBy(() -> Fault.parseAll("none crash")).isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> Fault.parseAll(" ")).isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> FaultFile.parse("crash until-restarts=0"))
        .isInstanceOf(UsageException.class);
  }
}

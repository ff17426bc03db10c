package jigi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jigi.base.store.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartRulesTest {
  @TempDir private Path data;

  @Test
  void keepsARehearsalAndRealTimeApart() throws IOException {
    StartRules.check(options("127.0.0.1", true));
    assertThatThrownBy(() -> StartRules.check(options("127.0.0.1", false)))
        .hasMessageContaining("data-is-rehearsal");
    StartRules.check(options("127.0.0.1", true));

    Files.delete(data.resolve("rehearsal"));
    Files.writeString(data.resolve("jigi.db"), "");
    assertThatThrownBy(() -> StartRules.check(options("127.0.0.1", true)))
        .hasMessageContaining("data-is-not-rehearsal");
    assertThat(data.resolve("rehearsal")).doesNotExist();
  }

  @Test
  void listensBeyondThisMachineOnlyBehindTls() {
    StartRules.check(options("::1", false));
    assertThatThrownBy(() -> StartRules.check(options("0.0.0.0", false)))
        .hasMessageContaining("bind-needs-proxy");
  }

  @Test
  void keepsRehearsalsOutOfADatabaseThatOthersMayUse() {
    var at = Settings.Postgres.at("postgresql://jigi@db.example.com/jigi", "");
    var store = new Options.Database(at, "alpha");
    assertThatThrownBy(
            () ->
                StartRules.check(
                    new Options(List.of(), data, "127.0.0.1", 7070, true, false, null, store)))
        .hasMessageContaining("rehearsal-needs-own-store")
        .hasMessageContaining("postgresql://jigi@db.example.com:5432/jigi");
    assertThat(data.resolve("rehearsal")).doesNotExist();
  }

  @Test
  void opensAPortWithoutATokenOnThisMachineOnly() {
    for (String bind : List.of("127.0.0.1", "::1", "localhost")) {
      StartRules.check(listening(bind));
    }
    assertThatThrownBy(() -> StartRules.check(listening("0.0.0.0")))
        .hasMessageContaining("open-port-beyond-loopback");
  }

  private Options listening(String bind) {
    return new Options(
        List.of(),
        data,
        "127.0.0.1",
        7070,
        false,
        false,
        null,
        null,
        new Options.PrometheusPort(bind, 9090));
  }

  private Options options(String bind, boolean rehearsal) {
    return new Options(List.of(), data, bind, 7070, rehearsal, false, null, null);
  }
}

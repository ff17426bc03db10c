package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jigi host}: the machines of the manuals, and whether steps can be executed there. */
@Command(name = "host")
final class HostCommand extends ListCommand {
  private static final Listing HOSTS =
      Listing.of("hosts", "host", "/api/v1/hosts")
          .text("system")
          .text("host", "name")
          .text("kind")
          .text("address")
          .text("jump", "on")
          .word("status", "status.")
          .ago("tested", "tested");

  HostCommand(Common common) {
    super(common, HOSTS);
  }

  static CommandLine with(Supplier<Common> common) {
    return group(() -> new HostCommand(common.get()))
        .addSubcommand("test", new Test(common.get()))
        .addSubcommand("trust", new Trust(common.get()));
  }

  /** Tests one, or all. */
  @Command(name = "test")
  static final class Test extends StageTest {
    Test(Common common) {
      super(common, HOSTS);
    }
  }

  /** Shows the key of a host; with its fingerprint, trusts it. */
  @Command(name = "trust")
  static final class Trust extends ServerCommand {
    @Parameters(paramLabel = "SYSTEM/HOST", descriptionKey = "SYSTEM/HOST")
    private String host = "";

    @Option(names = "--fingerprint", paramLabel = "SHA256:…")
    private @Nullable String fingerprint;

    Trust(Common common) {
      super(common);
    }

    @Override
    ExitCode run(ApiClient api, Terminal terminal) {
      String[] parts = StageTest.parts("host", host);
      String path = "/api/v1/hosts/" + encode(parts[0]) + "/" + encode(parts[1]);
      JsonNode key =
          fingerprint == null
              ? api.post(path + "/key", Map.of())
              : api.post(path + "/trust", Map.of("fingerprint", fingerprint));
      if (terminal.json()) {
        terminal.json(key);
        return ExitCode.DONE;
      }
      String shown = key.path("fingerprint").asText();
      terminal.line(key.path("type").asText() + " " + shown);
      if (fingerprint != null) {
        terminal.say("cli.host.trusted", Map.of("host", host));
        return ExitCode.DONE;
      }
      String known = key.path("known").asText();
      terminal.say("cli.host." + known, Map.of("host", host, "fingerprint", shown));
      return known.equals("trusted") ? ExitCode.DONE : ExitCode.BAD_ANSWER;
    }
  }
}

package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jigi token}: what programs sign in with. */
@Command(name = "token")
final class TokenCommand extends ServerCommand {
  TokenCommand(Common common) {
    super(common);
  }

  static CommandLine with(Supplier<Common> common) {
    return new CommandLine(new TokenCommand(common.get()))
        .addSubcommand("list", new TokenCommand(common.get()))
        .addSubcommand("make", new Make(common.get()))
        .addSubcommand("revoke", new Revoke(common.get()));
  }

  @Override
  ExitCode run(ApiClient api, Terminal terminal) {
    JsonNode tokens = api.list("/api/v1/tokens", "tokens");
    if (terminal.json()) {
      terminal.json(Map.of("tokens", tokens));
      return ExitCode.DONE;
    }
    Ages ages = Ages.of(api, terminal);
    Rows.show(
        terminal,
        "tokens",
        tokens,
        List.of("token", "scope", "system", "made", "used", "expires"),
        row ->
            List.of(
                Rows.text(row, "name"),
                Rows.text(row, "scope"),
                Rows.text(row, "system"),
                ages.ago(row.path("createdAt"), ""),
                ages.ago(row.path("lastUsedAt"), ""),
                ages.time(row.path("expiresAt"), "")));
    return ExitCode.DONE;
  }

  /** Makes one; its secret is shown this once. */
  @Command(name = "make")
  static final class Make extends ServerCommand {
    @Parameters(paramLabel = "NAME")
    private String name = "";

    @Option(names = "--scope", paramLabel = "SCOPE")
    private String scope = "query";

    @Option(names = "--system", paramLabel = "SYSTEM")
    private String system = "*";

    @Option(names = "--user", paramLabel = "USER")
    private @Nullable String user;

    @Option(names = "--valid", paramLabel = "30d")
    private @Nullable String valid;

    Make(Common common) {
      super(common);
    }

    @Override
    ExitCode run(ApiClient api, Terminal terminal) {
      Map<String, String> body = new LinkedHashMap<>();
      body.put("name", name);
      body.put("scope", scope);
      body.put("system", system);
      if (user != null) {
        body.put("user", user);
      }
      if (valid != null) {
        body.put("valid", valid);
      }
      JsonNode made = api.post("/api/v1/tokens", body);
      if (terminal.json()) {
        terminal.json(made);
      } else {
        terminal.line(made.path("secret").asText());
      }
      return ExitCode.DONE;
    }
  }

  /** Voids one. */
  @Command(name = "revoke")
  static final class Revoke extends ServerCommand {
    @Parameters(paramLabel = "TOKEN")
    private String token = "";

    Revoke(Common common) {
      super(common);
    }

    @Override
    ExitCode run(ApiClient api, Terminal terminal) {
      JsonNode rows = api.list("/api/v1/tokens", "tokens");
      String id = Rows.one(rows, "token", token, "id", "name").path("id").asText();
      return terminal.done(api.post("/api/v1/tokens/" + encode(id) + "/revoke", Map.of()));
    }
  }
}

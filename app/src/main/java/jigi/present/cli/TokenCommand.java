package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jigi token}: what programs sign in with. */
@Command(name = "token")
final class TokenCommand extends ListCommand {
  private static final Listing TOKENS =
      Listing.of("tokens", "token", "/api/v1/tokens")
          .text("token", "name")
          .text("scope")
          .text("system")
          .ago("made", "createdAt")
          .ago("used", "lastUsedAt")
          .with("expires", (row, ages) -> ages.date(row.path("expiresAt"), ""));

  TokenCommand(Common common) {
    super(common, TOKENS);
  }

  static CommandLine with(Supplier<Common> common) {
    return group(() -> new TokenCommand(common.get()))
        .addSubcommand("create", new Create(common.get()))
        .addSubcommand("revoke", new Revoke(common.get()));
  }

  /** Makes one; its secret is shown this once. */
  @Command(name = "create")
  static final class Create extends ActCommand {
    @Parameters(paramLabel = "NAME", descriptionKey = "NAME")
    private String name = "";

    @Option(names = "--scope", paramLabel = "SCOPE")
    private String scope = "query";

    @Option(names = "--system", paramLabel = "SYSTEM")
    private String system = "*";

    @Option(names = "--user", paramLabel = "USER")
    private @Nullable String user;

    @Option(names = "--valid", paramLabel = "30d")
    private @Nullable String valid;

    Create(Common common) {
      super(common);
    }

    @Override
    String path(ApiClient api) {
      return "/api/v1/tokens";
    }

    @Override
    Map<String, ?> body(ApiClient api, String path) {
      return given(
          "name", name,
          "scope", scope,
          "system", system,
          "user", user,
          "valid", valid);
    }

    @Override
    void tell(JsonNode made, Terminal terminal) {
      terminal.line(made.path("secret").asText());
    }
  }

  /** Voids one. */
  @Command(name = "revoke")
  static final class Revoke extends ActCommand {
    @Parameters(paramLabel = "TOKEN", descriptionKey = "TOKEN")
    private String token = "";

    Revoke(Common common) {
      super(common);
    }

    @Override
    String path(ApiClient api) {
      String id = TOKENS.find(api, "", token, "id", "name").path("id").asText();
      return "/api/v1/tokens/" + encode(id) + "/revoke";
    }
  }
}

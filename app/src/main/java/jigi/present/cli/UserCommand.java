package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jigi user}: accounts. */
@Command(name = "user")
final class UserCommand extends ServerCommand {
  UserCommand(Common common) {
    super(common);
  }

  static CommandLine with(Supplier<Common> common) {
    return new CommandLine(new UserCommand(common.get()))
        .addSubcommand("list", new UserCommand(common.get()))
        .addSubcommand("add", new Add(common.get()))
        .addSubcommand("grant", new Grant(common.get(), "grant"))
        .addSubcommand("revoke", new Grant(common.get(), "revoke"))
        .addSubcommand("link", new Link(common.get()));
  }

  @Override
  ExitCode run(ApiClient api, Terminal terminal) {
    JsonNode users = api.list("/api/v1/users", "users");
    if (terminal.json()) {
      terminal.json(Map.of("users", users));
      return ExitCode.DONE;
    }
    Ages ages = Ages.of(api, terminal);
    Rows.show(
        terminal,
        "users",
        users,
        List.of("user", "display", "grants", "signed-in"),
        row ->
            List.of(
                Rows.text(row, "name"),
                Rows.text(row, "displayName"),
                grants(row.path("grants")),
                ages.ago(row.path("state").path("signedInAt"), "")));
    return ExitCode.DONE;
  }

  private static String grants(JsonNode grants) {
    List<String> all = new ArrayList<>();
    grants.forEach(
        grant -> all.add(grant.path("role").asText() + "@" + grant.path("system").asText()));
    return all.isEmpty() ? "-" : String.join(" ", all);
  }

  /** A new account, without a password; a link lets it in. */
  @Command(name = "add")
  static final class Add extends ServerCommand {
    @Parameters(index = "0", paramLabel = "NAME")
    private String name = "";

    @Option(names = "--display", paramLabel = "TEXT")
    private String display = "";

    Add(Common common) {
      super(common);
    }

    @Override
    ExitCode run(ApiClient api, Terminal terminal) {
      return terminal.done(api.post("/api/v1/users", Map.of("name", name, "display", display)));
    }
  }

  /** Gives or takes a role. */
  @Command
  static final class Grant extends ServerCommand {
    @Parameters(index = "0", paramLabel = "NAME")
    private String name = "";

    @Parameters(index = "1", paramLabel = "ROLE")
    private String role = "";

    @Parameters(index = "2", arity = "0..1", paramLabel = "SYSTEM")
    private String system = "*";

    private final String verb;

    Grant(Common common, String verb) {
      super(common);
      this.verb = verb;
    }

    @Override
    ExitCode run(ApiClient api, Terminal terminal) {
      return terminal.done(
          api.post(
              "/api/v1/users/" + encode(name) + "/" + verb,
              Map.of("role", role, "system", system)));
    }
  }

  /** A one-time sign-in link. */
  @Command(name = "link")
  static final class Link extends ServerCommand {
    @Parameters(paramLabel = "NAME")
    private String name = "";

    Link(Common common) {
      super(common);
    }

    @Override
    ExitCode run(ApiClient api, Terminal terminal) {
      JsonNode made = api.post("/api/v1/users/" + encode(name) + "/link", Map.of());
      if (terminal.json()) {
        terminal.json(made);
      } else {
        terminal.line(made.path("link").asText());
      }
      return ExitCode.DONE;
    }
  }
}

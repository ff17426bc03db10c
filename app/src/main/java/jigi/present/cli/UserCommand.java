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
final class UserCommand extends ListCommand {
  private static final Listing USERS =
      Listing.of("users", "user", "/api/v1/users")
          .text("user", "name")
          .text("display", "displayName")
          .with("grants", (row, ages) -> grants(row.path("grants")))
          .with("signed-in", (row, ages) -> ages.ago(row.path("state").path("signedInAt"), ""));

  UserCommand(Common common) {
    super(common, USERS);
  }

  static CommandLine with(Supplier<Common> common) {
    return group(() -> new UserCommand(common.get()))
        .addSubcommand("add", new Add(common.get()))
        .addSubcommand("grant", new Grant(common.get(), "grant"))
        .addSubcommand("revoke", new Grant(common.get(), "revoke"))
        .addSubcommand("link", new Link(common.get()));
  }

  private static String grants(JsonNode grants) {
    List<String> all = new ArrayList<>();
    grants.forEach(
        grant -> all.add(grant.path("role").asText() + "@" + grant.path("system").asText()));
    return all.isEmpty() ? "-" : String.join(" ", all);
  }

  /** A new account, without a password; a link lets it in. */
  @Command(name = "add")
  static final class Add extends ActCommand {
    @Parameters(index = "0", paramLabel = "NAME", descriptionKey = "NAME")
    private String name = "";

    @Option(names = "--display", paramLabel = "TEXT")
    private String display = "";

    Add(Common common) {
      super(common);
    }

    @Override
    String path(ApiClient api) {
      return "/api/v1/users";
    }

    @Override
    Map<String, ?> body(ApiClient api, String path) {
      return Map.of("name", name, "display", display);
    }
  }

  /** Gives or takes a role. */
  @Command
  static final class Grant extends ActCommand {
    @Parameters(index = "0", paramLabel = "NAME", descriptionKey = "NAME")
    private String name = "";

    @Parameters(index = "1", paramLabel = "ROLE", descriptionKey = "ROLE")
    private String role = "";

    @Parameters(index = "2", arity = "0..1", paramLabel = "SYSTEM", descriptionKey = "SYSTEM")
    private String system = "*";

    private final String verb;

    Grant(Common common, String verb) {
      super(common);
      this.verb = verb;
    }

    @Override
    String path(ApiClient api) {
      return "/api/v1/users/" + encode(name) + "/" + verb;
    }

    @Override
    Map<String, ?> body(ApiClient api, String path) {
      return Map.of("role", role, "system", system);
    }
  }

  /** A one-time sign-in link. */
  @Command(name = "link")
  static final class Link extends ActCommand {
    @Parameters(paramLabel = "NAME", descriptionKey = "NAME")
    private String name = "";

    Link(Common common) {
      super(common);
    }

    @Override
    String path(ApiClient api) {
      return "/api/v1/users/" + encode(name) + "/link";
    }

    @Override
    void tell(JsonNode made, Terminal terminal) {
      terminal.line(made.path("link").asText());
    }
  }
}

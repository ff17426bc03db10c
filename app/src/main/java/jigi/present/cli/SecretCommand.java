package jigi.present.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;
import jigi.base.kernel.UserError;
import jigi.base.secret.Vault;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jigi secret}: what Jigi keeps itself. */
@Command(name = "secret")
final class SecretCommand extends ListCommand {
  private static final Listing SECRETS =
      Listing.of("secrets", "secret", "/api/v1/secrets")
          .text("name")
          .ago("made", "since")
          .text("by");

  SecretCommand(Common common) {
    super(common, SECRETS);
  }

  static CommandLine with(Supplier<Common> common) {
    return group(() -> new SecretCommand(common.get()))
        .addSubcommand("set", new Set(common.get()))
        .addSubcommand("rm", new Remove(common.get()));
  }

  /**
   * Keeps one. Its value is typed unseen, or comes from a pipe: arguments can be read by others.
   */
  @Command(name = "set")
  static final class Set extends ActCommand {
    @Parameters(paramLabel = "SECRET", descriptionKey = "SECRET")
    private String name = "";

    Set(Common common) {
      super(common);
    }

    @Override
    String path(ApiClient api) {
      return "/api/v1/secrets";
    }

    @Override
    Map<String, ?> body(ApiClient api, String path) {
      return Map.of("name", name, "value", value(name));
    }

    private static String value(String name) {
      Console console = System.console();
      if (console != null && console.isTerminal()) {
        char[] typed = console.readPassword("%s: ", name);
        return typed == null ? "" : new String(typed);
      }
      try {
        // Of the four bytes that a character has at most, and one more that tells that it is too
        // long.
        byte[] given = System.in.readNBytes(4 * Vault.LONGEST + 1);
        return new String(given, StandardCharsets.UTF_8).stripTrailing();
      } catch (IOException e) {
        throw new UserError(
            "no-input", "the value cannot be read: " + e.getMessage(), "give it by a pipe", e);
      }
    }
  }

  /** Forgets one. */
  @Command(name = "rm")
  static final class Remove extends ActCommand {
    @Parameters(paramLabel = "SECRET", descriptionKey = "SECRET")
    private String name = "";

    Remove(Common common) {
      super(common);
    }

    @Override
    String path(ApiClient api) {
      return "/api/v1/secrets/" + encode(name) + "/remove";
    }
  }
}

package jigi.present.cli;

import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code jigi manual}: the manuals in force. */
@Command(name = "manual")
final class ManualCommand extends ListCommand {
  private static final Listing MANUALS =
      Listing.of("manuals", "manual", "/api/v1/manuals")
          .text("system")
          .ago("activated", "activated")
          .text("actor", "by")
          .with("hash", (row, ages) -> row.path("hash").asText().substring(0, 12))
          .text("folder");

  ManualCommand(Common common) {
    super(common, MANUALS);
  }

  static CommandLine with(Supplier<Common> common) {
    return group(() -> new ManualCommand(common.get()))
        .addSubcommand("reload", new Reload(common.get()));
  }

  /** Reads the manuals again; a bad one leaves the last good one in force. */
  @Command(name = "reload")
  static final class Reload extends ActCommand {
    Reload(Common common) {
      super(common);
    }

    @Override
    String path(ApiClient api) {
      return "/api/v1/manuals/reload";
    }
  }
}

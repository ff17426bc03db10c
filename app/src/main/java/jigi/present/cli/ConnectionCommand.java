package jigi.present.cli;

import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code jigi connection}: what the manuals name, and whether it can be made. */
@Command(name = "connection")
final class ConnectionCommand extends ListCommand {
  private static final Listing CONNECTIONS =
      Listing.of("connections", "connection", "/api/v1/connections")
          .text("system")
          .text("connection", "name")
          .text("kind")
          .text("address")
          .text("host", "on")
          .word("status", "status.")
          .ago("tested", "tested");

  ConnectionCommand(Common common) {
    super(common, CONNECTIONS);
  }

  static CommandLine with(Supplier<Common> common) {
    return group(() -> new ConnectionCommand(common.get()))
        .addSubcommand("test", new Test(common.get()));
  }

  /** Tests one, or all. */
  @Command(name = "test")
  static final class Test extends StageTest {
    Test(Common common) {
      super(common, CONNECTIONS);
    }
  }
}

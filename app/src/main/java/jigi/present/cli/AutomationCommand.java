package jigi.present.cli;

import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jigi automation}: where runs that would start by themselves are held back. */
@Command(name = "automation")
final class AutomationCommand extends ListCommand {
  private static final Listing HELD =
      Listing.of("held", "hold", "/api/v1/automation")
          .text("system")
          .ago("since", "at")
          .text("actor");

  AutomationCommand(Common common) {
    super(common, HELD);
  }

  static CommandLine with(Supplier<Common> common) {
    return group(() -> new AutomationCommand(common.get()))
        .addSubcommand("hold", new Hold(common.get()))
        .addSubcommand("allow", new Allow(common.get()));
  }

  /** Throws a switch. */
  private abstract static class Switch extends ActCommand {
    private final String verb;

    @Parameters(paramLabel = "SYSTEM", descriptionKey = "SYSTEM_OR_ALL", arity = "0..1")
    private String system = "*";

    Switch(Common common, String verb) {
      super(common);
      this.verb = verb;
    }

    @Override
    final String path(ApiClient api) {
      return "/api/v1/automation/" + verb;
    }

    @Override
    final Map<String, ?> body(ApiClient api, String path) {
      return Map.of("system", system);
    }
  }

  /** What would start by itself asks for an approval. */
  @Command(name = "hold")
  static final class Hold extends Switch {
    Hold(Common common) {
      super(common, "hold");
    }
  }

  /** It starts by itself again. */
  @Command(name = "allow")
  static final class Allow extends Switch {
    Allow(Common common) {
      super(common, "allow");
    }
  }
}

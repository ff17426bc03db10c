package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Shows a list of the API. */
@Command
class ListCommand extends ServerCommand {
  private final Listing listing;

  ListCommand(Common common, Listing listing) {
    super(common);
    this.listing = listing;
  }

  /** What of the list is asked for: empty, or from the question mark on. */
  String query() {
    return "";
  }

  /** What the answer means to a program. */
  ExitCode judge(JsonNode rows) {
    return ExitCode.DONE;
  }

  @Override
  final ExitCode run(ApiClient api, Terminal terminal) {
    JsonNode rows = listing.rows(api, query());
    listing.show(terminal, new Ages(api, terminal), rows);
    return judge(rows);
  }

  /** A word that shows its list when it stands alone, and has {@code list} besides. */
  static CommandLine group(Supplier<? extends ServerCommand> list) {
    CommandLine named = new CommandLine(list.get()).setCommandName("list");
    return new CommandLine(list.get()).addSubcommand("list", named);
  }
}

package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** Shows one thing of the API. */
abstract class ShowCommand extends ServerCommand {
  ShowCommand(Common common) {
    super(common);
  }

  /** Where the thing is that a person named. */
  abstract String path(ApiClient api);

  abstract void show(JsonNode found, Ages ages);

  ExitCode judge(JsonNode found) {
    return ExitCode.DONE;
  }

  @Override
  final ExitCode run(ApiClient api, Terminal terminal) {
    JsonNode found = api.get(path(api));
    if (terminal.json()) {
      terminal.json(found);
    } else {
      show(found, new Ages(api, terminal));
    }
    return judge(found);
  }
}

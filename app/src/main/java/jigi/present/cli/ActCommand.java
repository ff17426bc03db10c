package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Does something to one thing of the API. */
abstract class ActCommand extends ServerCommand {
  ActCommand(Common common) {
    super(common);
  }

  /** Where to post. */
  abstract String path(ApiClient api);

  /** What to post. */
  Map<String, ?> body(ApiClient api, String path) {
    return Map.of();
  }

  /** How it is posted. */
  JsonNode send(ApiClient api, String path) {
    return api.post(path, body(api, path));
  }

  /** Tells a person what came of it. */
  void tell(JsonNode answer, Terminal terminal) {
    terminal.line(terminal.text("cli.done"));
  }

  @Override
  final ExitCode run(ApiClient api, Terminal terminal) {
    JsonNode answer = send(api, path(api));
    if (terminal.json()) {
      terminal.json(answer);
    } else {
      tell(answer, terminal);
    }
    return ExitCode.DONE;
  }

  /** Names and values by turns, without those whose value was not given. */
  static Map<String, String> given(@Nullable String... namesAndValues) {
    Map<String, String> all = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      String value = namesAndValues[i + 1];
      if (value != null) {
        all.put(Objects.requireNonNull(namesAndValues[i]), value);
      }
    }
    return all;
  }
}

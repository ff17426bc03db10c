package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a restore would do, as lines. */
final class RestoreOutline {
  private RestoreOutline() {}

  /** Exit code 1 when it cannot be begun. */
  static ExitCode tell(Terminal terminal, JsonNode outline) {
    boolean over = outline.path("over").asBoolean();
    boolean taken = outline.path("taken").asBoolean();
    String trouble = outline.path("trouble").asText("");
    boolean stuck = outline.path("trouble").isTextual() || (taken && !over);
    if (terminal.json()) {
      terminal.json(outline);
      return stuck ? ExitCode.BAD_ANSWER : ExitCode.DONE;
    }
    Map<String, String> words =
        Map.of(
            "name", outline.path("target").asText(),
            "store", stores(outline),
            "t", BackupCommand.span(outline.path("lost")),
            "e", BackupCommand.span(outline.path("expected")));
    List<String> keys = new ArrayList<>();
    if (over) {
      keys.add("cli.restore.backup");
    }
    keys.addAll(List.of("cli.restore.read", "cli.restore.compare"));
    keys.add(over ? "cli.restore.swap" : "cli.restore.name");
    keys.add(over ? "cli.restore.lost" : "cli.restore.age");
    keys.add(
        outline.path("expected").isNumber() ? "cli.restore.takes" : "cli.restore.takes-unknown");
    keys.forEach(key -> terminal.say(key, words));
    if (outline.path("trouble").isTextual()) {
      terminal.line(terminal.evidence(trouble));
    } else if (stuck) {
      terminal.say("cli.restore.taken", words);
    }
    return stuck ? ExitCode.BAD_ANSWER : ExitCode.DONE;
  }

  private static String stores(JsonNode outline) {
    List<String> stores = new ArrayList<>();
    outline.path("from").forEach(store -> stores.add(store.asText()));
    return String.join(", ", stores);
  }
}

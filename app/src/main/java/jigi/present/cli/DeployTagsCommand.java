package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The versions that a deployment's registry has, the highest first, and which are needed. */
@Command(name = "tags")
final class DeployTagsCommand extends ServerCommand {
  private static final Listing TAGS =
      Listing.of("tags", "tag", "")
          .text("version")
          .with("known", (row, ages) -> known(row, ages.terminal()));

  private static final Listing NEEDED =
      Listing.of("versions", "version", "")
          .text("version")
          .with("needed", (row, ages) -> why(row, ages.terminal()));

  @Parameters(paramLabel = "DEPLOYMENT", descriptionKey = "DEPLOYMENT")
  private String name = "";

  @Option(names = "--limit", paramLabel = "N")
  private int limit = 20;

  @Option(names = "--before-deleting", paramLabel = "VERSION", split = ",")
  private List<String> deleting = new ArrayList<>();

  DeployTagsCommand(Common common) {
    super(common);
  }

  @Override
  ExitCode run(ApiClient api, Terminal terminal) {
    String path = DeployCommand.DEPLOYMENTS.named(api, name) + "/tags";
    return deleting.isEmpty() ? show(api, terminal, path) : judge(api, terminal, path);
  }

  private ExitCode show(ApiClient api, Terminal terminal, String path) {
    JsonNode found = api.get(path + "?limit=" + limit);
    if (terminal.json()) {
      terminal.json(found);
      return ExitCode.DONE;
    }
    TAGS.show(terminal, new Ages(api, terminal), found.path("tags"));
    String total = found.path("total").asText();
    int left = found.path("total").asInt() - found.path("tags").size();
    boolean whole = found.path("whole").asBoolean();
    if (left > 0 || !whole) {
      terminal.say("cli.deploy.tags.more", Map.of("n", left + (whole ? "" : "+")));
    }
    if (found.path("wanted").isInt()) {
      String wanted = found.path("wanted").asText();
      terminal.say("deploy.tags.few", Map.of("n", total, "wanted", wanted));
    }
    for (JsonNode missing : found.path("missing")) {
      terminal.say("deploy.tags.missing", Map.of("tag", missing.asText()));
    }
    return ExitCode.DONE;
  }

  /** Deleting itself is done where the images lie; a script asks here first. */
  private ExitCode judge(ApiClient api, Terminal terminal, String path) {
    String query =
        deleting.stream().map(each -> "version=" + encode(each)).collect(Collectors.joining("&"));
    JsonNode versions = api.list(path + "/needed?" + query, "versions");
    NEEDED.show(terminal, new Ages(api, terminal), versions);
    for (JsonNode version : versions) {
      if (!version.path("why").isEmpty()) {
        return ExitCode.BAD_ANSWER;
      }
    }
    return ExitCode.DONE;
  }

  private static String known(JsonNode row, Terminal terminal) {
    String known = row.path("known").asText();
    return known.isEmpty() ? "-" : terminal.word("deploy.known.", known);
  }

  private static String why(JsonNode row, Terminal terminal) {
    List<String> all = new ArrayList<>();
    for (JsonNode why : row.path("why")) {
      String[] parts = why.asText().split(":", 2);
      all.add(
          parts.length == 1
              ? terminal.text("deploy.needed." + parts[0])
              : terminal.text("deploy.needed." + parts[0], Map.of("what", parts[1])));
    }
    return all.isEmpty() ? terminal.text("deploy.needed.not") : String.join(", ", all);
  }
}

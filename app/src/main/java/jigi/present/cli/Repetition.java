package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jigi.base.kernel.UserError;

/** One probe several times, one after another: what each took, and all of them together. */
final class Repetition {
  private static final int MOST = 1000;

  private final ApiClient api;
  private final Terminal terminal;

  Repetition(ApiClient api, Terminal terminal) {
    this.api = api;
    this.terminal = terminal;
  }

  /** One execution; {@code took} in seconds. */
  private record Done(String status, double took, String evidence) {
    boolean isOk() {
      return status.equals("ok");
    }
  }

  /**
   * Runs it; exit code 1 unless every execution was OK.
   *
   * @param path of the component in the API
   * @param probe its name; empty where the component has one only
   */
  ExitCode run(String path, String probe, int times) {
    if (times < 1 || times > MOST) {
      throw new UserError(
          "bad-number", "not a number of times (" + times + ")", "write one from 1 to " + MOST);
    }
    String name = name(api.get(path).path("probes"), probe);
    List<Done> all = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      JsonNode now = api.post(path + "/probe", Map.of("probe", name)).path("probes");
      JsonNode row = Rows.one(now, "probe", name, "name");
      all.add(
          new Done(
              row.path("status").asText(),
              row.path("took").asDouble(),
              Rows.text(row, "evidence")));
    }
    // How long a refusal or a time-out took says nothing about the speed of answers.
    double[] took = all.stream().filter(Done::isOk).mapToDouble(Done::took).sorted().toArray();
    show(name, all, took);
    return took.length == times ? ExitCode.DONE : ExitCode.BAD_ANSWER;
  }

  private static String name(JsonNode probes, String probe) {
    if (!probe.isEmpty()) {
      return Rows.text(Rows.one(probes, "probe", probe, "name"), "name");
    }
    if (probes.size() != 1) {
      throw new UserError(
          "several-probes",
          "the component has " + probes.size() + " probes",
          "name the one that is to be repeated");
    }
    return Rows.text(probes.path(0), "name");
  }

  private void show(String name, List<Done> all, double[] took) {
    if (terminal.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("probe", name);
      json.put("runs", all.stream().map(Repetition::json).toList());
      json.put("ok", took.length);
      if (took.length > 0) {
        json.put("mean", mean(took));
        json.put("min", took[0]);
        json.put("max", took[took.length - 1]);
        json.put("p95", rank95(took));
      }
      terminal.json(json);
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    for (Done each : all) {
      rows.add(
          List.of(
              String.valueOf(rows.size() + 1),
              terminal.word("status.", each.status()),
              millis(each.took()),
              terminal.evidence(each.evidence())));
    }
    terminal.table(
        Stream.of("number", "status", "took", "evidence")
            .map(column -> terminal.text("cli.column." + column))
            .toList(),
        rows);
    Map<String, Object> counts = Map.of("ok", took.length, "n", all.size());
    if (took.length == 0) {
      terminal.say("cli.probe.none-ok", counts);
    } else {
      terminal.say(
          "cli.probe.together",
          Map.of(
              "ok", took.length,
              "n", all.size(),
              "mean", millis(mean(took)),
              "min", millis(took[0]),
              "max", millis(took[took.length - 1]),
              "p95", millis(rank95(took))));
    }
  }

  private static Map<String, Object> json(Done done) {
    return Map.of("status", done.status(), "took", done.took(), "evidence", done.evidence());
  }

  private static double mean(double[] took) {
    double sum = 0;
    for (double each : took) {
      sum += each;
    }
    return sum / took.length;
  }

  /** The smallest that 95 % do not exceed (nearest rank), of sorted values. */
  private static double rank95(double[] took) {
    return took[(int) Math.ceil(0.95 * took.length) - 1];
  }

  private static String millis(double seconds) {
    return String.format(java.util.Locale.ROOT, "%.1f ms", seconds * 1000);
  }
}

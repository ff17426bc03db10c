package jigi.present.api.rooms;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import jigi.base.run.Goal;
import jigi.base.run.Purpose;
import jigi.base.run.RunDefinition;
import jigi.base.run.RunFilter;
import jigi.operate.incident.Incident;
import jigi.operate.incident.Incidents;
import jigi.operate.runbook.Block;
import jigi.operate.runbook.Runbook;
import jigi.operate.runbook.Runbooks;
import jigi.operate.runbook.Segment;
import jigi.operate.runbook.Suggestion;
import jigi.operate.runbook.Symptoms;
import jigi.present.api.http.Problem;
import jigi.present.api.http.Urls;
import jigi.present.api.view.Desk;
import jigi.present.api.view.ErrorRow;
import jigi.present.api.view.RunDetail;
import jigi.present.api.view.RunRow;
import jigi.present.api.view.RunbookDetail;
import jigi.present.api.view.RunbookRow;
import jigi.present.api.view.Scope;
import jigi.present.api.view.StepRow;
import org.jspecify.annotations.Nullable;

/** Runbooks, with what their newest run made of each block. */
final class RunbookRoom implements Desk.Runbooks {
  private final Runbooks runbooks;
  private final RunRoom runs;
  private final Incidents incidents;

  RunbookRoom(Runbooks runbooks, RunRoom runs, Incidents incidents) {
    this.runbooks = runbooks;
    this.runs = runs;
    this.incidents = incidents;
  }

  @Override
  public List<RunbookRow> list(Scope scope) {
    return runbooks.list(null).stream()
        .filter(one -> scope.sees(one.system()))
        .map(one -> row(one, ""))
        .toList();
  }

  /** The runbooks that answer to an alert of this name. */
  List<RunbookRow> answering(String system, String alert) {
    return runbooks.list(system).stream()
        .filter(one -> one.onAlert().containsKey(alert))
        .map(one -> row(one, ""))
        .toList();
  }

  /**
   * Those that answer to one of the alerts, then those whose symptoms a text tells of.
   *
   * @param text what was seen: summaries, evidence, lines of logs
   */
  List<RunbookRow> suggested(String system, Collection<String> alerts, String text) {
    Map<String, RunbookRow> all = new LinkedHashMap<>();
    for (Runbook one : runbooks.list(system)) {
      if (one.onAlert().keySet().stream().anyMatch(alerts::contains)) {
        all.put(one.name(), row(one, why(one)));
      }
    }
    for (Symptoms.Fit fit : runbooks.fitting(system, text)) {
      all.computeIfAbsent(fit.runbook().name(), name -> row(fit.runbook(), "symptom"));
    }
    return List.copyOf(all.values());
  }

  /** Why it did not start by itself, where it would have; else that it is declared. */
  private String why(Runbook one) {
    return runbooks.suggestions().stream()
        .filter(s -> s.system().equals(one.system()) && s.runbook().equals(one.name()))
        .map(Suggestion::reason)
        .filter(reason -> !reason.equals("declared") && !reason.equals("annotation"))
        .findFirst()
        .orElse("declared");
  }

  @Override
  public List<RunbookRow> fitting(Scope scope, String text) {
    return runbooks.list(null).stream()
        .map(Runbook::system)
        .distinct()
        .filter(scope::sees)
        .flatMap(system -> runbooks.fitting(system, text).stream())
        .sorted(Comparator.comparingDouble(Symptoms.Fit::score).reversed())
        .map(fit -> row(fit.runbook(), "symptom"))
        .toList();
  }

  /** Those that hand a line of a log on: with a parameter that the label {@code message} fills. */
  List<ErrorRow.Report> taking(String system, String line) {
    List<ErrorRow.Report> all = new ArrayList<>();
    for (Runbook one : runbooks.list(system)) {
      RunDefinition definition = one.definition();
      if (definition != null) {
        definition.parameters().stream()
            .filter(parameter -> "message".equals(parameter.label()))
            .map(parameter -> "?p-" + parameter.name() + "=" + Urls.encode(line))
            .map(query -> new ErrorRow.Report(one.title(), row(one, "").path() + query))
            .forEach(all::add);
      }
    }
    return all;
  }

  private RunbookRow row(Runbook runbook, String why) {
    List<RunRow> newest = newest(runbook, 1);
    RunDefinition definition = runbook.definition();
    return new RunbookRow(
        runbook.system(),
        runbook.name(),
        runbook.title(),
        Objects.requireNonNullElse(runbook.symptom(), ""),
        runbook.onAlert().entrySet().stream()
            .map(entry -> entry.getKey() + ": " + entry.getValue().key())
            .toList(),
        why,
        definition == null ? 0 : definition.steps().size(),
        newest.isEmpty() ? null : newest.getFirst());
  }

  private List<RunRow> newest(Runbook runbook, int limit) {
    return runs.rows(RunFilter.newest(limit).system(runbook.system()).name(runbook.name()));
  }

  @Override
  public @Nullable RunbookDetail get(String system, String name) {
    Runbook runbook = runbooks.find(system, name);
    if (runbook == null) {
      return null;
    }
    RunbookRow row = row(runbook, "");
    RunDetail last = row.last() == null ? null : runs.get(row.last().id());
    List<StepRow> steps = last == null ? List.of() : last.steps();
    RunDefinition definition = runbook.definition();
    Goal goal = definition == null ? null : definition.goal();
    return new RunbookDetail(
        row,
        runbook.file(),
        goal == null ? null : goal.condition(),
        runbook.severity(),
        runbook.target() == null ? 0 : runbook.target().toMinutes(),
        runbook.segments().stream().map(segment -> block(segment, steps)).toList(),
        definition == null ? List.of() : parameters(definition),
        newest(runbook, 5));
  }

  private static RunbookDetail.Block block(Segment segment, List<StepRow> steps) {
    return switch (segment) {
      case Segment.Prose prose -> new RunbookDetail.Prose(prose.html());
      case Segment.Fence fence -> fence(fence.block(), steps);
    };
  }

  private static RunbookDetail.Fence fence(Block block, List<StepRow> steps) {
    boolean step = block.purpose() == Purpose.ACT;
    List<String> words = new ArrayList<>(List.of(block.info().strip().split("\\s+")));
    String language = words.isEmpty() ? "" : words.removeFirst();
    String role = words.isEmpty() || words.getFirst().contains("=") ? "" : words.removeFirst();
    return new RunbookDetail.Fence(
        step ? block.step() : -1,
        language,
        role,
        String.join(" ", words),
        block.source(),
        block.line(),
        block.byHand(),
        step ? last(block, steps) : null);
  }

  /**
   * A block that was run alone is the only step of its run, and a document may have changed since:
   * so the step is known by its command, not by its place alone.
   */
  private static @Nullable StepRow last(Block block, List<StepRow> steps) {
    StepRow there = block.step() < steps.size() ? steps.get(block.step()) : null;
    if (there != null && there.command().equals(block.source())) {
      return there;
    }
    return steps.stream()
        .filter(one -> !block.source().isBlank() && one.command().equals(block.source()))
        .findFirst()
        .orElse(null);
  }

  private static List<RunbookDetail.Parameter> parameters(RunDefinition definition) {
    return definition.parameters().stream()
        .map(
            one ->
                new RunbookDetail.Parameter(
                    one.name(),
                    "",
                    one.otherwise() == null,
                    Objects.requireNonNullElse(one.otherwise(), ""),
                    one.choices()))
        .toList();
  }

  @Override
  public String start(
      String system, String name, Map<String, String> parameters, Start how, String actor) {
    Runbooks.How chosen = new Runbooks.How(how.dry(), incident(system, how.incident()));
    return runbooks.start(system, name, parameters, actor, chosen).id();
  }

  private @Nullable String incident(String system, @Nullable String given) {
    if (given == null || given.isBlank()) {
      return null;
    }
    Incident found =
        given.matches("(INC-|#)?[0-9]{1,9}")
            ? incidents.find(system, Long.parseLong(given.replaceAll("[^0-9]", "")))
            : incidents.find(given);
    if (found == null || !found.system().equals(system)) {
      throw Problem.bad(
          "unknown-incident",
          "'" + system + "' has no incident '" + given + "'",
          "see jigi incidents list");
    }
    return found.id();
  }

  @Override
  public String startBlock(String system, String name, int line, String actor) {
    Block block = runbooks.get(system, name).block(line);
    String host = block == null ? null : on(block);
    return runbooks.startBlock(system, name, line, host, actor).id();
  }

  private static @Nullable String on(Block block) {
    return Stream.of(block.info().strip().split("\\s+"))
        .filter(word -> word.startsWith("on="))
        .map(word -> word.substring("on=".length()))
        .findFirst()
        .orElse(null);
  }
}

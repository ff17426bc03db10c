package jigi.operate.runbook;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import jigi.base.config.Place;
import jigi.base.config.Problems;
import jigi.base.kernel.Nearest;
import jigi.base.run.CallSyntax;
import jigi.base.run.Parameter;
import jigi.base.run.RunDefinition;
import jigi.base.run.StepDefinition;
import org.jspecify.annotations.Nullable;

/** Gives runbooks the definitions that they call, and refuses circles. */
final class CallLinker {
  private final Map<String, Runbook> byName = new TreeMap<>();
  private final Map<String, RunDefinition> linked = new HashMap<>();
  private final Deque<String> path = new ArrayDeque<>();
  private final Problems problems;

  CallLinker(List<Runbook> runbooks, Problems problems) {
    runbooks.forEach(runbook -> byName.putIfAbsent(runbook.name(), runbook));
    this.problems = problems;
  }

  Runbook link(Runbook runbook) {
    RunDefinition definition = runbook.definition();
    return definition == null || calls(definition).isEmpty()
        ? runbook
        : runbook.with(definition(runbook, definition));
  }

  private RunDefinition definition(Runbook runbook, RunDefinition definition) {
    RunDefinition known = linked.get(runbook.name());
    if (known != null) {
      return known;
    }
    path.addLast(runbook.name());
    Map<String, RunDefinition> called = new TreeMap<>();
    for (StepDefinition step : calls(definition)) {
      RunDefinition one = called(runbook, step);
      if (one != null) {
        called.put(one.name(), one);
      }
    }
    path.removeLast();
    RunDefinition whole = definition.calling(new ArrayList<>(called.values()));
    linked.put(runbook.name(), whole);
    return whole;
  }

  private static List<StepDefinition> calls(RunDefinition definition) {
    return definition.steps().stream().filter(step -> CallSyntax.runbook(step) != null).toList();
  }

  private @Nullable RunDefinition called(Runbook by, StepDefinition step) {
    String name = String.valueOf(CallSyntax.runbook(step));
    Place place = new Place(by.file(), step.act().line(), 1);
    Runbook runbook = byName.get(name);
    if (runbook == null) {
      problems.error(
          place,
          "unknown-runbook",
          "no runbook has this name ('" + name + "')",
          Nearest.hint(name, byName.keySet()));
      return null;
    }
    RunDefinition definition = runbook.definition();
    if (definition == null) {
      problems.error(
          place,
          "not-executable",
          "the called document has no front matter ('" + name + "')",
          "give it front matter and role words, or call another one");
      return null;
    }
    if (path.contains(name)) {
      problems.error(
          place,
          "cyclic-call",
          "the runbooks call each other in a circle ("
              + String.join(" -> ", path)
              + " -> "
              + name
              + ")",
          "take one of the calls away");
      return null;
    }
    checkParameters(step, definition, place);
    return definition(runbook, definition);
  }

  private void checkParameters(StepDefinition step, RunDefinition called, Place place) {
    Set<String> given = CallSyntax.parameters(step, Map.of()).keySet();
    Set<String> known =
        called.parameters().stream().map(Parameter::name).collect(Collectors.toSet());
    for (String name : given) {
      if (!known.contains(name)) {
        problems.error(
            place,
            "unknown-parameter",
            "'" + called.name() + "' has no such parameter ('" + name + "')",
            Nearest.hint(name, known));
      }
    }
    for (Parameter parameter : called.parameters()) {
      if (parameter.otherwise() == null && !given.contains(parameter.name())) {
        problems.error(
            place,
            "missing-parameter",
            "'" + called.name() + "' must be given " + parameter.name(),
            "write " + parameter.name() + "=… into the block");
      }
    }
  }
}

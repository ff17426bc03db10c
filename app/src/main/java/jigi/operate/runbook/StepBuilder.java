package jigi.operate.runbook;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import jigi.base.config.Place;
import jigi.base.config.Problems;
import jigi.base.kernel.Nearest;
import jigi.base.run.Parameter;
import jigi.base.run.Purpose;
import jigi.base.run.Role;
import jigi.base.run.StepDefinition;
import jigi.base.run.StepPart;
import jigi.base.run.StepSyntax;
import org.jspecify.annotations.Nullable;

/** Makes steps of a runbook's fenced blocks, and reports what is wrong with them. */
final class StepBuilder {
  private final String file;
  private final Languages languages;
  private final AttributeChecker attributes;
  private final Problems problems;
  private final Set<String> parameters;
  private final boolean parametersKnown;
  private final List<Draft> drafts = new ArrayList<>();
  private @Nullable Draft last;

  /** A step while its verify, undo and probe are still to come. */
  private static final class Draft {
    private final Markdown.Fenced fence;
    private final Role role;
    private final StepPart act;
    private final Map<Purpose, StepPart> parts = new HashMap<>();
    private final Map<Purpose, Integer> lines = new HashMap<>();

    Draft(Markdown.Fenced fence, Role role, StepPart act) {
      this.fence = fence;
      this.role = role;
      this.act = act;
    }
  }

  /**
   * @param stepByLine the step that the block at a line belongs to; of {@code each}, the first
   */
  record Built(
      List<StepDefinition> steps,
      Map<Integer, Integer> stepByLine,
      Map<Integer, Purpose> purposeByLine) {}

  StepBuilder(
      String file,
      Languages languages,
      Surroundings surroundings,
      @Nullable FrontMatter front,
      Problems problems) {
    this.file = file;
    this.languages = languages;
    this.attributes = new AttributeChecker(languages, surroundings, problems);
    this.problems = problems;
    this.parametersKnown = front != null;
    this.parameters =
        front == null
            ? Set.of()
            : front.parameters().stream().map(Parameter::name).collect(Collectors.toSet());
  }

  void add(Markdown.Fenced fenced) {
    Place place = new Place(file, fenced.line(), 1);
    if (!fenced.closed()) {
      problems.error(
          place,
          "unterminated-fence",
          "the block is never closed",
          "write ``` below its last line");
      return;
    }
    Fence fence = Fence.read(fenced.info(), place, problems);
    if (!executable(fence, place)) {
      last = null;
      return;
    }
    attributes.check(fence, place);
    StepPart part =
        new StepPart(fence.language(), fenced.source(), fence.attributes(), fenced.line());
    checkSource(fence, part, place);
    Purpose purpose = purpose(fence.role());
    if (purpose == Purpose.ACT) {
      Role role =
          fence.role() == null ? Role.OWN : fence.role().equals("look") ? Role.LOOK : Role.RUN;
      last = new Draft(fenced, role, part);
      drafts.add(last);
    } else {
      attach(purpose, part, place);
    }
  }

  private boolean executable(Fence fence, Place place) {
    String language = fence.language();
    if (languages.reserved(language) && (fence.role() != null || !fence.attributes().isEmpty())) {
      problems.error(
          place,
          "unknown-language",
          "this Jigi has no step kind '" + language + "'",
          "use one of " + String.join(", ", languages.executable()));
      return false;
    }
    if (languages.own(language) && !languages.roled(language)) {
      return true;
    }
    if (!languages.roled(language)) {
      if (fence.role() != null) {
        problems.error(
            place,
            "unknown-language",
            "a block in '" + language + "' cannot be a step",
            Nearest.hint(language, languages.executable()));
      }
      return false;
    }
    if (fence.role() == null && (fence.stray() != null || !fence.attributes().isEmpty())) {
      String word =
          fence.stray() == null ? fence.attributes().keySet().iterator().next() : fence.stray();
      problems.error(
          place,
          fence.stray() == null ? "missing-role" : "unknown-word",
          fence.stray() == null
              ? "the block has attributes but no role word ('" + word + "')"
              : "there is no role '" + word + "'",
          fence.stray() == null
              ? "write for example ```" + fence.language() + " run " + word + "=…"
              : Nearest.hint(word, Fence.ROLES));
    }
    return fence.role() != null;
  }

  private static Purpose purpose(@Nullable String role) {
    return switch (role) {
      case "verify" -> Purpose.VERIFY;
      case "undo" -> Purpose.UNDO;
      case "probe" -> Purpose.PROBE;
      case null, default -> Purpose.ACT;
    };
  }

  private void attach(Purpose purpose, StepPart part, Place place) {
    Draft to = last;
    if (to == null || to.role == Role.LOOK || to.act.kind().equals("approve")) {
      problems.error(
          place,
          "misplaced-block",
          "a '" + purpose.key() + "' block stands behind no 'run' block",
          "put it directly after the block that it belongs to");
    } else if (to.parts.putIfAbsent(purpose, part) != null) {
      problems.error(
          place,
          "duplicate-block",
          "the step has a second '" + purpose.key() + "' block",
          "keep one of them");
    } else {
      to.lines.put(purpose, part.line());
    }
  }

  private void checkSource(Fence fence, StepPart part, Place place) {
    if (languages.shell(fence.language())) {
      if (part.source().isBlank()) {
        problems.error(place, "empty-block", "the block holds no command", "write one");
      }
      ShellQuotes.unquoted(part.source(), parameters)
          .forEach(
              (name, line) ->
                  problems.error(
                      new Place(file, place.line() + 1 + line, 1),
                      "unquoted-parameter",
                      "the parameter is used without quotes ($" + name + ")",
                      "write \"$" + name + "\""));
    }
    StepSyntax kind = languages.kind(fence.language());
    if (kind != null) {
      kind.check(part, place, problems);
      attributes.checkReferences(kind, part, place);
      checkParameters(kind, part, place);
      checkConsent(kind, place);
    }
    if (fence.language().equals("wait") && !fence.attributes().containsKey("for")) {
      problems.error(
          place,
          "missing-attribute",
          "a wait block does not say for how long",
          "write for example ```wait for=5m");
    }
    if (fence.language().equals("condition")) {
      attributes.checkCondition(fence.attributes().get("until"), place);
    }
  }

  private void checkConsent(StepSyntax kind, Place place) {
    if (kind.consented() && drafts.stream().noneMatch(d -> d.act.kind().equals("approve"))) {
      problems.error(
          place,
          "missing-approval",
          "nobody is asked before the " + kind.language(),
          "put an ```approve block before it");
    }
  }

  private void checkParameters(StepSyntax kind, StepPart part, Place place) {
    if (!parametersKnown) {
      return; // what is wrong with the front matter has been said
    }
    kind.parameters(part)
        .forEach(
            (name, line) -> {
              if (!parameters.contains(name) && !name.equals("EACH")) {
                problems.error(
                    new Place(file, place.line() + 1 + line, 1),
                    "unknown-parameter",
                    "the runbook has no such parameter ('" + name + "')",
                    Nearest.hint(name, parameters));
              }
            });
  }

  Built build() {
    List<StepDefinition> steps = new ArrayList<>();
    Map<Integer, Integer> stepByLine = new HashMap<>();
    Map<Integer, Purpose> purposeByLine = new HashMap<>();
    for (Draft draft : drafts) {
      stepByLine.put(draft.fence.line(), steps.size());
      purposeByLine.put(draft.fence.line(), Purpose.ACT);
      for (Map.Entry<Purpose, Integer> part : draft.lines.entrySet()) {
        stepByLine.put(part.getValue(), steps.size());
        purposeByLine.put(part.getValue(), part.getKey());
      }
      steps.addAll(expanded(draft, steps.size() + 1));
    }
    checkAnswers(steps);
    return new Built(List.copyOf(steps), stepByLine, purposeByLine);
  }

  /** {@code each=a,b} makes a step of each value, in a group of their own. */
  private static List<StepDefinition> expanded(Draft draft, int number) {
    String title = draft.fence.title().isEmpty() ? "#" + number : draft.fence.title();
    String each = draft.act.attributes().get("each");
    if (each == null) {
      return List.of(step(draft, title, draft.act));
    }
    List<StepDefinition> all = new ArrayList<>();
    for (String value : each.split(",", -1)) {
      Map<String, String> attributes = new TreeMap<>(draft.act.attributes());
      attributes.put("each", value.strip());
      attributes.putIfAbsent("group", "each-" + draft.fence.line());
      for (String target : List.of("on", "container")) {
        attributes.computeIfPresent(
            target, (key, word) -> word.equals("each") ? value.strip() : word);
      }
      StepPart act =
          new StepPart(draft.act.kind(), draft.act.source(), attributes, draft.act.line());
      all.add(step(draft, title + " (" + value.strip() + ")", act));
    }
    return all;
  }

  private static StepDefinition step(Draft draft, String title, StepPart act) {
    return new StepDefinition(
        title,
        draft.role,
        act,
        draft.parts.get(Purpose.VERIFY),
        draft.parts.get(Purpose.UNDO),
        draft.parts.get(Purpose.PROBE));
  }

  private void checkAnswers(List<StepDefinition> steps) {
    Set<String> known = new TreeSet<>();
    for (int i = 0; i < steps.size(); i++) {
      StepDefinition step = steps.get(i);
      String answers = step.answers();
      if (answers != null && !known.contains(answers)) {
        problems.error(
            new Place(file, step.act().line(), 1),
            "unknown-step",
            "no earlier step is called '" + answers + "'",
            Nearest.hint(answers, known));
      }
      known.add(step.slug());
      known.add(String.valueOf(i + 1));
    }
  }
}

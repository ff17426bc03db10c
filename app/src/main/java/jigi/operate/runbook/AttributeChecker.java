package jigi.operate.runbook;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import jigi.base.config.Names;
import jigi.base.config.Place;
import jigi.base.config.Problems;
import jigi.base.kernel.Durations;
import jigi.base.kernel.Nearest;
import jigi.base.run.StepPart;
import jigi.base.run.StepReference;
import jigi.base.run.StepSyntax;
import org.jspecify.annotations.Nullable;

/** Checks the words behind a fence. */
final class AttributeChecker {
  private static final Pattern ACCOUNT = Pattern.compile("[a-z_][a-z0-9_-]*");
  private static final Pattern WHEN = Pattern.compile("failed\\([^()]+\\)");

  private final Languages languages;
  private final Surroundings surroundings;
  private final Problems problems;

  AttributeChecker(Languages languages, Surroundings surroundings, Problems problems) {
    this.languages = languages;
    this.surroundings = surroundings;
    this.problems = problems;
  }

  void check(Fence fence, Place place) {
    if (fence.stray() != null) {
      problems.error(
          place,
          "unknown-word",
          "there is no role '" + fence.stray() + "'",
          Nearest.hint(fence.stray(), Fence.ROLES));
    }
    boolean part = fence.role() != null && !Set.of("look", "run").contains(fence.role());
    Set<String> known = languages.attributes(fence.language(), part);
    for (Map.Entry<String, String> attribute : fence.attributes().entrySet()) {
      if (known.contains(attribute.getKey())) {
        checkValue(attribute.getKey(), attribute.getValue(), fence, place);
      } else {
        problems.error(
            place,
            "unknown-attribute",
            "'" + fence.language() + "' blocks have no attribute '" + attribute.getKey() + "'",
            Nearest.hint(attribute.getKey(), known));
      }
    }
  }

  private void checkValue(String name, String value, Fence fence, Place place) {
    switch (name) {
      case "timeout", "backoff", "expires", "for" -> {
        Duration duration = Durations.parse(value);
        require(duration != null && !duration.isZero(), name, value, "30s, 5m or 2h", place);
      }
      case "retry" -> require(value.matches("[0-9]{1,2}"), name, value, "a number up to 99", place);
      case "count" -> require(value.matches("[1-9]"), name, value, "a number from 1 to 9", place);
      case "max" -> require(value.matches("[1-9][0-9]?"), name, value, "a number from 1", place);
      case "as" -> require(ACCOUNT.matcher(value).matches(), name, value, "an account", place);
      case "when" -> require(WHEN.matcher(value).matches(), name, value, "failed(step)", place);
      case "each" ->
          require(
              value.matches("[^,]+(,[^,]+)*"), name, value, "values with commas between", place);
      case "on" -> checkHost(value, fence, place);
      case "container" -> checkContainer(value, fence, place);
      case "docker" -> checkDaemon(value, fence, place);
      default -> {} // of a kind's own: its syntax checks it
    }
  }

  private void checkHost(String host, Fence fence, Place place) {
    String each = fence.attributes().get("each");
    if (host.equals("each") && each != null) {
      for (String value : each.split(",", -1)) {
        checkHost(value.strip(), new Fence("", null, Map.of(), null), place);
      }
      return;
    }
    surroundings.hosts().require(host, place, problems, "unknown-host", "'hosts' has no such host");
  }

  private void checkContainer(String name, Fence fence, Place place) {
    require(name.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]+"), "container", name, "its name", place);
    if (!fence.attributes().containsKey("docker")) {
      problems.error(
          place,
          "missing-attribute",
          "a block in a container does not say by which daemon",
          "write for example container=" + name + " docker=engine, a connection of kind docker");
    }
    if (fence.attributes().containsKey("on")) {
      problems.error(
          place,
          "two-targets",
          "a block is executed on a host or in a container, not both",
          "leave 'on' out: the connection says on which host the daemon is");
    }
  }

  private void checkDaemon(String name, Fence fence, Place place) {
    Names known = surroundings.named().get(StepReference.DOCKER_CONNECTION);
    if (!fence.attributes().containsKey("container")) {
      problems.error(
          place,
          "missing-attribute",
          "a block names a daemon and no container",
          "write for example container=shop_web docker=" + name);
    }
    if (known != null) {
      known.require(
          name,
          place,
          problems,
          "unknown-connection",
          "'connections' has no Docker daemon of that name");
    }
  }

  void checkCondition(@Nullable String name, Place place) {
    surroundings
        .conditions()
        .require(name, place, problems, "unknown-condition", "'conditions' has no such condition");
  }

  /** Whether what the attributes name is there. */
  void checkReferences(StepSyntax kind, StepPart part, Place place) {
    kind.references()
        .forEach(
            (attribute, reference) -> {
              String value = part.attributes().getOrDefault(attribute, "");
              for (String name : value.isEmpty() ? new String[0] : value.split(",", -1)) {
                checkName(reference, name.strip(), place);
              }
            });
  }

  void checkName(StepReference reference, String name, Place place) {
    Names names = surroundings.named().get(reference);
    if (names != null) {
      names.require(
          name,
          place,
          problems,
          "unknown-" + reference.word(),
          "'" + reference.key() + "' has nothing for this");
    }
  }

  void checkAlert(String name, Place place) {
    surroundings.alerts().require(name, place, problems, "unknown-alert", "no rule has this alert");
  }

  private void require(boolean good, String name, String value, String hint, Place place) {
    if (!good) {
      problems.error(
          place, "bad-value", "not a value for " + name + " ('" + value + "')", "write " + hint);
    }
  }
}

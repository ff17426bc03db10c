package jigi.testing;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Skips a test whose component is missing; under continuous integration that is a failure. */
final class NeedsCondition implements ExecutionCondition {
  private final boolean strict;
  private final Predicate<Component> present;

  /** Called by JUnit. */
  NeedsCondition() {
    this("true".equals(System.getenv("CI")), component -> component.find().isPresent());
  }

  NeedsCondition(boolean strict, Predicate<Component> present) {
    this.strict = strict;
    this.present = present;
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return context
        .getElement()
        .flatMap(element -> AnnotationSupport.findAnnotation(element, Needs.class))
        .map(needs -> evaluate(List.of(needs.value()), context.getTags()))
        .orElse(enabled("it needs nothing"));
  }

  ConditionEvaluationResult evaluate(List<String> names, Set<String> tags) {
    List<Component> needed = names.stream().map(Component::named).toList();
    if (needed.stream().anyMatch(Component::isBuilt) && !tags.contains("slow")) {
      // The fast run builds no jar, so outside the slow tests this one would be skipped unseen.
      throw new IllegalStateException("a test of a built jar carries @Tag(\"slow\")");
    }
    List<String> missing =
        needed.stream().filter(present.negate()).map(Component::absence).toList();
    if (missing.isEmpty()) {
      return enabled("nothing is missing");
    }
    String reason = "needs " + String.join(", ", missing);
    if (strict) {
      throw new IllegalStateException(reason + "; with CI=true a skipped test is a failure");
    }
    return disabled(reason);
  }
}

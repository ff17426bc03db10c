package jigi.operate.deploy;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import jigi.base.config.Place;
import jigi.base.config.Problems;
import jigi.base.run.StepPart;
import jigi.base.run.StepReference;
import jigi.base.run.StepSyntax;
import jigi.operate.deploy.machine.Migration;

/** {@code ```deploy deployment=backend version=$TAG}: a deployment in the middle of a runbook. */
public class DeploySyntax implements StepSyntax {
  static final String LANGUAGE = "deploy";
  static final String DEPLOYMENT = "deployment";
  static final String VERSION = "version";
  static final String PHASE = "phase";
  static final String SKIP_PULL = "skip-pull";
  static final String MIGRATION = "migration";

  /** How many instances of the live version there are to be: {@code 5}, {@code +2}, {@code -1}. */
  static final String SCALE = "scale";

  /** Prepared, found healthy, and removed again: nobody's requests go there. */
  static final String REHEARSE = "rehearse";

  /** To the last good version before the live one. */
  static final String ROLLBACK = "rollback";

  /** The live version once more, of an image that is pulled or built anew. */
  static final String RENEW = "renew";

  @Override
  public final String language() {
    return LANGUAGE;
  }

  @Override
  public final Set<String> attributes() {
    return Set.of(DEPLOYMENT, VERSION, PHASE, SKIP_PULL, MIGRATION, SCALE);
  }

  @Override
  public final Map<String, StepReference> references() {
    return Map.of(DEPLOYMENT, StepReference.DEPLOYMENT);
  }

  @Override
  public final Class<?> beside() {
    return DeploySyntax.class;
  }

  /** Deployments of a system wait for each other, whoever begins them. */
  @Override
  public final Set<String> locks(String system) {
    return Set.of(system + "/deploy");
  }

  @Override
  public final Map<String, Integer> parameters(StepPart part) {
    String parameter = parameter(part.attributes().get(VERSION));
    return parameter.isEmpty() ? Map.of() : Map.of(parameter, 0);
  }

  /** The parameter that an attribute is; empty when it is a value. */
  static String parameter(@org.jspecify.annotations.Nullable String value) {
    return value == null || !value.matches("\\$[A-Z_][A-Z0-9_]*") ? "" : value.substring(1);
  }

  @Override
  public final void check(StepPart part, Place place, Problems problems) {
    Map<String, String> attributes = part.attributes();
    if (!attributes.containsKey(DEPLOYMENT)) {
      problems.error(
          place,
          "missing-attribute",
          "a deploy block names no deployment",
          "write ```deploy deployment=name-of-the-deployment");
    }
    checkScale(attributes, place, problems);
    String phase = attributes.getOrDefault(PHASE, Phase.FULL.key());
    if (Phase.of(phase) == null && !Set.of(REHEARSE, ROLLBACK, RENEW).contains(phase)) {
      problems.error(
          place,
          "bad-value",
          "there is no phase '" + phase + "'",
          "use prepare, gateway, finalize, cancel, full, rehearse, rollback or renew");
    }
    String migration = attributes.getOrDefault(MIGRATION, Migration.NONE.key());
    if (Migration.of(migration) == null) {
      problems.error(
          place,
          "bad-value",
          "there is no migration '" + migration + "'",
          "use none, expand or contract");
    }
    String pull = attributes.getOrDefault(SKIP_PULL, "false");
    if (!Set.of("true", "false").contains(pull)) {
      problems.error(
          place,
          "bad-value",
          "'skip-pull' is true or false, here stands '" + pull + "'",
          "write skip-pull=true");
    }
  }

  /** Scaling ships nothing, so that nothing may stand beside it. */
  private static void checkScale(Map<String, String> attributes, Place place, Problems problems) {
    String scale = attributes.get(SCALE);
    if (scale == null) {
      return;
    }
    if (!scale.matches("[+-]?[0-9]{1,4}")) {
      problems.error(
          place,
          "bad-value",
          "this is no number of instances ('" + scale + "')",
          "write how many there are to be (scale=5), or how many more (scale=+1) or fewer");
    }
    for (String other : new TreeSet<>(attributes.keySet())) {
      if (Set.of(VERSION, PHASE, SKIP_PULL, MIGRATION).contains(other)) {
        problems.error(
            place,
            "bad-value",
            "'scale' changes how many instances run, '" + other + "' what they run",
            "write two blocks");
      }
    }
  }
}

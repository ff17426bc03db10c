package jigi.base.run;

import java.util.List;
import java.util.Map;
import jigi.base.config.Field;
import jigi.base.config.Names;
import jigi.base.config.Problems;
import jigi.base.config.Values;

/** What a step may name of its manual. */
public enum StepReference {
  /** A connection to a database that speaks SQL. */
  SQL_CONNECTION("connections", "connection"),
  /** A connection to Redis. */
  REDIS_CONNECTION("connections", "connection"),
  /** A connection to a Docker daemon. */
  DOCKER_CONNECTION("connections", "connection"),
  /** A person, or a group of them. */
  RECIPIENT("people", "person"),
  CHANNEL("channels", "channel"),
  COMPONENT("components", "component"),
  /** A connection to a service that speaks HTTP. */
  HTTP_CONNECTION("connections", "connection"),
  /** What is backed up, when and where to. */
  PLAN("plans", "plan"),
  /** How new versions take the place of old ones. */
  DEPLOYMENT("deployments", "deployment");

  private final String key;
  private final String word;

  StepReference(String key, String word) {
    this.key = key;
    this.word = word;
  }

  /** The key of {@code jigi.yaml} that defines it. */
  public String key() {
    return key;
  }

  /** What one is called: {@code connection}. */
  public String word() {
    return word;
  }

  /** Reports what a field of a manual names of this kind and the manual does not have. */
  public void check(
      Values values, Field<List<String>> field, Map<StepReference, Names> has, Problems problems) {
    Names known = has.getOrDefault(this, Names.unknown());
    for (String name : values.find(field, List.of())) {
      known.require(
          name,
          values.placeOfValue(field),
          problems,
          "unknown-" + word,
          "'" + key + "' has no " + word);
    }
  }
}

package jigi.base.run;

import org.jspecify.annotations.Nullable;

/**
 * What set a run going.
 *
 * @param kind {@code manual}, {@code alert}, {@code schedule}, {@code call}, {@code change}
 * @param name of the alert's rule, the schedule or the calling runbook; null for none
 * @param key identifies the occasion: the alert's fingerprint, the calling run
 */
public record Trigger(String kind, @Nullable String name, @Nullable String key) {
  public static Trigger manual() {
    return new Trigger("manual", null, null);
  }

  public static Trigger alert(String name, String fingerprint) {
    return new Trigger("alert", name, fingerprint);
  }

  /**
   * A step of a run calls.
   *
   * @param attempt the calling step's attempt, which calls once however often it is repeated
   */
  static Trigger call(String runbook, String attempt) {
    return new Trigger("call", runbook, attempt);
  }

  /**
   * @param name of what is due
   * @param key identifies the occasion: what and when
   */
  public static Trigger schedule(String name, String key) {
    return new Trigger("schedule", name, key);
  }

  /**
   * Something that is looked at has changed.
   *
   * @param name of what looks at it
   */
  public static Trigger change(String name) {
    return new Trigger("change", name, null);
  }

  /** {@code alert:WebDown}, {@code manual}. */
  public String text() {
    return name == null ? kind : kind + ":" + name;
  }
}

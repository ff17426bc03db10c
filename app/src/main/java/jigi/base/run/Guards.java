package jigi.base.run;

/**
 * What keeps an automatic action from doing harm by repetition. A run that a guard holds back is
 * not lost: it waits for a person's approval.
 *
 * @param perHour so many automatic runs of the same name within an hour
 * @param coolDownMillis at least so long after the end of the last one
 * @param failures after so many failed ones in a row a person decides
 */
public record Guards(int perHour, long coolDownMillis, int failures) {
  /** Ten an hour, no pause, three failures. */
  public static final Guards DEFAULT = new Guards(10, 0, 3);
}

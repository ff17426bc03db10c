package jigi.base.run;

/** What the driver knows of an open attempt since it began to drive. */
enum Observation {
  /** Nothing yet: it has to be inspected. */
  NONE,
  /** It runs, and its end will be reported. */
  RUNNING,
  NEVER_STARTED,
  UNREACHABLE,
  /**
   * It was begun on the machine of another node, and what became of it cannot be seen from here.
   */
  ELSEWHERE,
  /** It is being killed, and its end will be reported. */
  DYING
}

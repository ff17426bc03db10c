package jigi.base.run;

/** What a step's block may do. */
public enum Role {
  /** Changes nothing; may be repeated at will. */
  LOOK,
  /** Acts on the system. */
  RUN,
  /** A language of its own: approve, wait, condition, … */
  OWN
}

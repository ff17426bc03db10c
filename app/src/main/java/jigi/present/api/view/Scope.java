package jigi.present.api.view;

/** The systems that a reader may see. */
public interface Scope {
  boolean sees(String system);

  /** Sees everything; for Jigi's own use and tests. */
  static Scope all() {
    return system -> true;
  }
}

package jigi.base.access;

import java.util.Locale;

/** What a grant allows on a system. */
public enum Verb {
  VIEW,
  RUN,
  APPROVE,
  EDIT;

  /** As stored and shown by the command line: {@code view}. */
  public String tag() {
    return name().toLowerCase(Locale.ROOT);
  }
}

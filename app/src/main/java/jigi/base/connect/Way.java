package jigi.base.connect;

import java.util.Locale;

/** Something of a manual that can be tested by going there. */
public record Way(String system, Sort sort, String name) {
  /** Which key of the manual names it. */
  public enum Sort {
    HOST,
    CONNECTION;

    /** The name in lower case, as it stands in addresses, answers and the store. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}

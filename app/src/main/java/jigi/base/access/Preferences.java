package jigi.base.access;

import jigi.base.kernel.Language;

/** How a user wants to see things. */
public record Preferences(Language language, Theme theme) {
  public static final Preferences DEFAULT = new Preferences(Language.KO, Theme.SYSTEM);
}

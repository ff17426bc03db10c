package jigi.base.kernel;

import java.util.Locale;

/** The languages that Jigi speaks. */
public enum Language {
  KO(Locale.KOREAN),
  EN(Locale.ENGLISH);

  private final Locale locale;

  Language(Locale locale) {
    this.locale = locale;
  }

  public Locale locale() {
    return locale;
  }

  /** {@code ko} or {@code en}. */
  public String tag() {
    return locale.getLanguage();
  }
}

package jigi.base.access;

import java.util.Locale;

/** Light or dark pages; the system's choice by default. */
public enum Theme {
  SYSTEM,
  LIGHT,
  DARK;

  public String tag() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Theme of(String tag) {
    return valueOf(tag.toUpperCase(Locale.ROOT));
  }
}

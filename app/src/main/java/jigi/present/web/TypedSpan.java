package jigi.present.web;

import jigi.present.api.http.Urls;

/**
 * A beginning and an end as they were typed, to be shown again.
 *
 * @param from empty for none
 * @param until empty for none
 */
public record TypedSpan(String from, String until) {
  public boolean none() {
    return (from + until).isEmpty();
  }

  /** For the query of a link, with the ampersands. */
  String query() {
    return part("from", from) + part("until", until);
  }

  private static String part(String name, String value) {
    return value.isEmpty() ? "" : "&" + name + "=" + Urls.encode(value);
  }
}

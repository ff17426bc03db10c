package jigi.present.web;

import java.util.List;

/** What was found. */
public record FindModel(String query, List<Hit> hits) {
  /**
   * A hit.
   *
   * @param section of the menu, which is also its icon
   */
  public record Hit(String section, String title, String note, String href) {}

  public FindModel {
    hits = List.copyOf(hits);
  }
}

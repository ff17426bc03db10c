package jigi.present.web;

import java.util.ArrayList;
import java.util.List;

/**
 * Which template a page is made of and where it stands in the site.
 *
 * @param style its own style sheet; empty for none
 */
record Sheet(
    String template, String section, String style, List<Frame.Crumb> crumbs, boolean live) {
  static Sheet of(String template, String section, String style, String title) {
    return new Sheet(template, section, style, List.of(new Frame.Crumb(title, "")), true);
  }

  /** With a step in front of the title. */
  Sheet below(String text, String href) {
    List<Frame.Crumb> longer = new ArrayList<>(crumbs);
    longer.add(crumbs.size() - 1, new Frame.Crumb(text, href));
    return new Sheet(template, section, style, List.copyOf(longer), live);
  }

  /** For pages that hold a form too large to be changed under the reader's hands. */
  Sheet still() {
    return new Sheet(template, section, style, crumbs, false);
  }
}

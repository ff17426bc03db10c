package jigi.present.web;

import java.util.List;
import jigi.base.kernel.Troubles;
import jigi.present.api.view.Rail;

/**
 * What surrounds a page.
 *
 * @param section the rail's entry that is lit: {@code now}, {@code services}, …
 * @param style the page's own style sheet beside the common one; empty for none
 * @param crumbs the way from the section to here; the last one is the page
 * @param here path and query, for forms that come back
 * @param live false for pages that do not follow events
 */
public record Frame(
    String title,
    String section,
    String style,
    List<Crumb> crumbs,
    Reader reader,
    Rail rail,
    List<Troubles.Trouble> troubles,
    String notice,
    String here,
    boolean live) {
  /** A step of the way. */
  public record Crumb(String text, String href) {}

  /**
   * Who reads.
   *
   * @param csrf for every form of the page
   * @param mailbox true when this process has the demo's mailbox
   */
  public record Reader(
      String name, String csrf, boolean mailbox, String version, boolean rehearsal) {}

  public Frame {
    crumbs = List.copyOf(crumbs);
    troubles = List.copyOf(troubles);
  }
}

package jigi.present.web;

import java.time.ZoneId;
import jigi.base.kernel.Language;
import jigi.base.kernel.Messages;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Troubles;
import jigi.present.api.view.Desk;

/**
 * What the pages need of the house.
 *
 * @param defaults how a reader is spoken to who has not chosen
 * @param version of Jigi, as the rail shows it
 */
public record Site(
    Desk desk,
    Messages messages,
    Timeline timeline,
    Troubles troubles,
    Defaults defaults,
    String version) {
  /** The first manual's language and zone. */
  public record Defaults(Language language, ZoneId zone) {}
}

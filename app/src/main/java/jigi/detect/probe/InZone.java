package jigi.detect.probe;

import java.time.ZoneId;

/** A check that goes by the calendar of its system. */
public interface InZone extends Check {
  Check in(ZoneId zone);
}

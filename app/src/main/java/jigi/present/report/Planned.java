package jigi.present.report;

import java.util.List;
import jigi.base.schedule.Stretch;
import jigi.metrics.model.Labels;

/** When a manual plans work, so that being away then is no failure. */
@FunctionalInterface
public interface Planned {
  /**
   * @param labels of the series that tell of the component
   * @return in order, joined, cut to the time
   */
  List<Stretch> within(String system, Labels labels, Stretch time);
}

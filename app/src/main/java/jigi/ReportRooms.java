package jigi;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import jigi.base.config.Manual;
import jigi.base.kernel.Messages;
import jigi.base.run.Run;
import jigi.operate.incident.Publishing;
import jigi.operate.incident.StatusPage;
import jigi.operate.notify.NotifyEngine;
import jigi.present.report.Days;
import jigi.present.report.ReportPlan;
import jigi.present.report.Reports;

/** What is told of longer times: reports, the days of the status pages, figures of days. */
final class ReportRooms {
  final Reports reports;
  final Days days;
  private final Parts parts;
  private final NotifyEngine notify;
  private final Publishing publishing;

  ReportRooms(
      BaseRooms base,
      DetectRooms detect,
      Parts parts,
      NotifyEngine notify,
      Publishing publishing,
      Messages messages) {
    this.parts = parts;
    this.notify = notify;
    this.publishing = publishing;
    reports =
        new Reports(
            new Reports.Surroundings(
                base.store,
                base.journal,
                base.timeline,
                base.scheduler,
                detect.metrics::query,
                notify::planned,
                this::tell,
                messages));
    days = new Days(base.store, base.timeline, detect.metrics::query, notify::planned);
  }

  private List<String> tell(ReportPlan plan, Run run, String attempt, Map<String, String> facts) {
    return notify.tell(plan.system(), run.id(), attempt, plan.to(), plan.by(), facts);
  }

  void activate(List<Manual> manuals) {
    reports.activate(manuals, manual -> manual.part(parts.reports));
    days.activate(kept(manuals));
  }

  /** Every system, with the components behind its status page. */
  private Map<String, Days.Watched> kept(List<Manual> manuals) {
    Map<String, Days.Watched> all = new TreeMap<>();
    for (Manual manual : manuals) {
      StatusPage page = publishing.page(manual.system());
      Set<String> behind = new TreeSet<>();
      if (page != null) {
        page.components().values().forEach(behind::addAll);
      }
      ZoneId zone = manual.part(parts.inventory).profile().zone();
      all.put(manual.system(), new Days.Watched(zone, behind));
    }
    return all;
  }
}

package jigi.present.api.rooms;

import java.util.List;
import java.util.Locale;
import jigi.operate.incident.Incident;
import jigi.operate.incident.Notice;
import jigi.operate.incident.Publishing;
import jigi.operate.incident.StatusPage;
import jigi.present.api.http.OneOf;
import jigi.present.api.view.IncidentDesk;
import jigi.present.api.view.IncidentWork;
import jigi.present.api.view.PublicStatus;
import org.jspecify.annotations.Nullable;

/** What of incidents is published, and publishing it. */
final class Published {
  private final Publishing publishing;
  private final StatusRoom status;

  Published(Publishing publishing, StatusRoom status) {
    this.publishing = publishing;
    this.status = status;
  }

  /** Null where the system has no status page. */
  IncidentWork.@Nullable Everybody of(Incident incident) {
    StatusPage page = publishing.page(incident.system());
    if (page == null) {
      return null;
    }
    Notice notice = publishing.of(incident.id());
    return new IncidentWork.Everybody(
        PublicStatus.path(incident.system()),
        List.copyOf(page.components().keySet()),
        notice == null ? null : StatusRoom.news(notice),
        notice != null && notice.withdrawn() != null);
  }

  void publish(String id, IncidentDesk.Told what, String actor) {
    Publishing.Wish wish =
        new Publishing.Wish(what.title(), what.affects(), stage(what.stage()), what.text());
    status.forget(publishing.publish(id, wish, actor).system());
  }

  void withdraw(String id, String actor) {
    status.forget(publishing.withdraw(id, actor).system());
  }

  private static Notice.Stage stage(String name) {
    return OneOf.named(
        name.toLowerCase(Locale.ROOT),
        Notice.Stage.values(),
        Notice.Stage::key,
        "unknown-stage",
        "'" + name + "' is no stage of an incident");
  }
}

package jigi.present.web;

import java.util.ArrayList;
import java.util.List;
import jigi.base.kernel.Status;
import jigi.present.api.view.PublicStatus;
import jigi.present.report.Days;
import org.jspecify.annotations.Nullable;

/** What the page that everybody may read says of the whole, and how it draws days. */
public record StatusModel(PublicStatus status) {
  /** Of a day whose share of good results is below it, something was wrong. */
  private static final double GOOD = 0.9995;

  /** And of one below that, much. */
  private static final double SOME = 0.95;

  /** The icon and colour of what stands above all. */
  public String mark() {
    Status worst = status.worst();
    boolean fails = !status.current().isEmpty() && worst != Status.FAIL;
    return fails ? Status.WARN.key() : worst.key();
  }

  /** What a person wrote goes before what was measured. */
  public String verdict(Screen screen) {
    return status.current().isEmpty()
        ? screen.t("web.public.verdict." + status.worst().key())
        : status.current().getFirst().title();
  }

  /** What the days of a part say to those who do not see them. */
  public String days(Screen screen, PublicStatus.Part part) {
    long unknown = part.days().stream().filter(day -> day.share() == null).count();
    String share = share(screen, part.share());
    return screen.t("web.public.days", "name", part.name(), "share", share, "unknown", unknown);
  }

  private static String share(Screen screen, @Nullable Double share) {
    return share == null ? screen.t("web.public.unknown") : screen.share(share);
  }

  public List<Bar> bars(PublicStatus.Part part) {
    List<Bar> all = new ArrayList<>();
    for (Days.Day day : part.days()) {
      all.add(new Bar(all.size(), day));
    }
    return all;
  }

  /** One day; the worse it was, the higher it stands out. */
  public record Bar(int index, Days.Day day) {
    public String mark() {
      Double share = day.share();
      if (share == null) {
        return "u";
      }
      return share >= GOOD ? "o" : share >= SOME ? "w" : "f";
    }

    public int x() {
      return 1 + 10 * index;
    }

    public int y() {
      return switch (mark()) {
        case "f" -> 0;
        case "w" -> 2;
        default -> 8;
      };
    }

    public int height() {
      return 16 - y();
    }

    public String said(Screen screen) {
      return screen.day(day.date()) + " " + share(screen, day.share());
    }
  }
}

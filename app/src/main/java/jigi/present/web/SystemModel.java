package jigi.present.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import jigi.base.kernel.Status;
import jigi.present.api.http.Urls;
import jigi.present.api.view.Layer;
import jigi.present.api.view.Part;
import jigi.present.api.view.SystemDetail;

/**
 * A system's page as it was asked for.
 *
 * @param layers with the components of this page only, the worst of each group first
 * @param matching how many components the words let through
 * @param page from 1
 */
public record SystemModel(
    SystemDetail detail, List<Layer> layers, String words, int matching, int page) {
  /** More than this cannot be taken in at once. */
  private static final int SHOWN = 200;

  static SystemModel of(SystemDetail detail, String words, int wantedPage) {
    String sought = words.toLowerCase(Locale.ROOT);
    int matching = (int) detail.parts().stream().filter(part -> matches(part, sought)).count();
    int page = Math.clamp(wantedPage, 1, Math.max(1, pages(matching)));
    int skip = (page - 1) * SHOWN;
    int left = SHOWN;
    List<Layer> layers = new ArrayList<>();
    for (Layer layer : detail.layers()) {
      List<Layer.Group> groups = new ArrayList<>();
      for (Layer.Group group : layer.groups()) {
        List<Part> found =
            group.parts().stream()
                .filter(part -> matches(part, sought))
                .sorted(Comparator.comparing(SystemModel::weight).reversed())
                .toList();
        int from = Math.min(skip, found.size());
        int to = Math.min(from + left, found.size());
        skip -= from;
        left -= to - from;
        if (to > from) {
          groups.add(new Layer.Group(group.name(), found.subList(from, to)));
        }
      }
      if (!groups.isEmpty()) {
        layers.add(new Layer(layer.name(), groups));
      }
    }
    return new SystemModel(detail, layers, words, matching, page);
  }

  /** What is not watched comes last. */
  private static int weight(Part part) {
    Status status = part.status();
    return status == null ? -1 : status.ordinal();
  }

  private static boolean matches(Part part, String sought) {
    return sought.isEmpty()
        || (part.name() + " " + part.title() + " " + part.type() + " " + part.evidence())
            .toLowerCase(Locale.ROOT)
            .contains(sought);
  }

  private static int pages(int matching) {
    return (matching + SHOWN - 1) / SHOWN;
  }

  public int pages() {
    return pages(matching);
  }

  /** The address of another page with the same words. */
  public String link(int other) {
    String of = words.isEmpty() ? "" : "&q=" + Urls.encode(words);
    return detail.row().path() + "?page=" + other + of;
  }
}

package jigi.present.web;

import java.util.List;
import jigi.present.api.http.Urls;
import jigi.present.api.view.HoldRow;
import jigi.present.api.view.RunRow;

/**
 * The list of runs.
 *
 * @param more whether there are older ones than are listed
 */
public record RunsModel(List<RunRow> rows, Choice choice, Automation automation, boolean more) {
  /**
   * Which runs are listed.
   *
   * @param system empty for all
   * @param state empty for any
   * @param older whether the newest are left out
   */
  public record Choice(String system, String state, boolean deliveries, boolean older) {
    public boolean any() {
      return system.isEmpty() && state.isEmpty() && !deliveries && !older;
    }
  }

  /**
   * What starts by itself.
   *
   * @param systems that the reader sees
   * @param mine those whose automatic runs the reader may hold back
   * @param all whether the reader may hold back those of all systems
   * @param held where automatic runs are held back
   */
  public record Automation(
      List<String> systems, List<String> mine, boolean all, List<HoldRow> held) {
    public Automation {
      systems = List.copyOf(systems);
      mine = List.copyOf(mine);
      held = List.copyOf(held);
    }
  }

  public RunsModel {
    rows = List.copyOf(rows);
  }

  /** The same list in another state. */
  public String inState(String state) {
    return link(choice.system(), state, false);
  }

  /** The same list of another system. */
  public String of(String system) {
    return link(system, choice.state(), choice.deliveries());
  }

  public String deliveries() {
    return link(choice.system(), "", true);
  }

  /** The next page. */
  public String older() {
    String here = link(choice.system(), choice.state(), choice.deliveries());
    String before = "before=" + Urls.encode(rows.getLast().created().toString());
    return here + (here.contains("?") ? "&" : "?") + before;
  }

  private static String link(String system, String state, boolean deliveries) {
    StringBuilder all = new StringBuilder();
    all.append(state.isEmpty() ? "" : "&state=" + Urls.encode(state));
    all.append(system.isEmpty() ? "" : "&system=" + Urls.encode(system));
    all.append(deliveries ? "&deliveries=1" : "");
    return all.isEmpty() ? "/runs" : "/runs?" + all.substring(1);
  }
}

package jigi.present.web;

import java.util.List;
import jigi.present.api.view.Desk;
import jigi.present.api.view.ManualView;

/** A manual's files, for pages to be looked at. */
final class SampleManuals implements Desk.Manuals {
  private final SampleDesk desk;

  SampleManuals(SampleDesk desk) {
    this.desk = desk;
  }

  @Override
  public List<String> files(String system) {
    return List.of("jigi.yaml", "runbooks/web-down.md");
  }

  @Override
  public ManualView.Opened open(String system, String file) {
    return new ManualView.Opened(
        system,
        file,
        "system: shop\n",
        "a".repeat(64),
        true,
        List.of(new ManualView.Version("b".repeat(64), Samples.NOW, "user:kim", "system: shop\n")));
  }

  @Override
  public ManualView.Checked check(String system, String file, String draft) {
    boolean good = !draft.contains("bad");
    return new ManualView.Checked(
        good,
        good ? List.of() : List.of("jigi.yaml:1:1  bad-name  <script>  HINT: write a name"),
        List.of(
            new ManualView.Line("removed", 1, "system: shop"),
            new ManualView.Line("added", 1, draft)),
        "a".repeat(64));
  }

  @Override
  public void write(String system, String file, String draft, String seen, String actor) {
    desk.done.add("write " + system + " " + file + " " + actor);
  }
}

package jigi.present.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.base.kernel.Status;
import jigi.present.api.view.Layer;
import jigi.present.api.view.Part;
import jigi.present.api.view.SystemDetail;
import jigi.present.api.view.SystemRow;
import org.junit.jupiter.api.Test;

/** Systems larger than a screen. */
class SystemModelTest {
  private static Part part(String name, Status status, String... needs) {
    return new Part("big", name, name, "service", status, null, "", null, List.of(needs));
  }

  private static SystemDetail system(int count) {
    List<Part> services = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      services.add(part("s" + i, i == count - 1 ? Status.FAIL : Status.OK, "host"));
    }
    return new SystemDetail(
        new SystemRow(
            "big", "큰 것", "", null, null, Status.FAIL, new SystemRow.Counts(1, 0, 0, count, 0)),
        new SystemDetail.Profile("Asia/Seoul", null, null, null, false, Map.of()),
        List.of(
            new Layer("service", List.of(new Layer.Group("", services))),
            new Layer(
                "infrastructure",
                List.of(new Layer.Group("", List.of(part("host", Status.FAIL)))))),
        List.of(),
        List.of(),
        List.of());
  }

  @Test
  void putsTheWorstFirstAndShowsEveryComponentOnExactlyOnePage() {
    SystemDetail detail = system(450);
    List<String> seen = new ArrayList<>();
    SystemModel first = SystemModel.of(detail, "", 1);
    assertThat(first.layers().getFirst().parts().getFirst().name()).isEqualTo("s449");
    assertThat(first.pages()).isEqualTo(3);
    for (int page = 1; page <= 3; page++) {
      SystemModel.of(detail, "", page)
          .layers()
          .forEach(layer -> layer.parts().forEach(part -> seen.add(part.name())));
    }
    assertThat(seen).doesNotHaveDuplicates().hasSize(451);
    assertThat(SystemModel.of(detail, "", 99).page()).isEqualTo(3);
  }

  @Test
  void findsByWords() {
    SystemModel found = SystemModel.of(system(450), "S44", 1);
    assertThat(found.matching()).isEqualTo(11);
    assertThat(found.link(2)).isEqualTo("/services/big?page=2&q=S44");
    assertThat(SystemModel.of(system(3), "nothing", 1).layers()).isEmpty();
  }

  @Test
  void drawsWhatIsBadOfALargeGroupAndCountsTheOthers() {
    Blueprint plan = Blueprint.of(system(450));
    assertThat(plan.nodes()).hasSize(3);
    assertThat(plan.nodes()).extracting(Blueprint.Node::more).containsExactly(0, 449, 0);
    assertThat(plan.edges()).singleElement().satisfies(edge -> assertThat(edge.bad()).isTrue());
  }

  @Test
  void drawsSmallSystemsWholeAndWithinTheirFrame() {
    Blueprint plan = Blueprint.of(system(20));
    assertThat(plan.nodes()).hasSize(21);
    assertThat(plan.edges()).hasSize(20);
    assertThat(plan.nodes())
        .allSatisfy(
            node -> {
              assertThat(node.x() + plan.box()).isLessThanOrEqualTo(plan.width());
              assertThat(node.y() + 40).isLessThanOrEqualTo(plan.height());
            });
    assertThat(plan.nodes()).extracting(node -> node.x() + "/" + node.y()).doesNotHaveDuplicates();
  }
}

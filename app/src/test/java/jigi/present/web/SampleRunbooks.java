package jigi.present.web;

import static jigi.present.web.Samples.*;

import java.util.List;
import java.util.Map;
import jigi.present.api.view.*;
import org.jspecify.annotations.Nullable;

/** The runbooks of the sample house. */
final class SampleRunbooks implements Desk.Runbooks {
  private final SampleDesk desk;

  SampleRunbooks(SampleDesk desk) {
    this.desk = desk;
  }

  @Override
  public List<RunbookRow> fitting(Scope scope, String text) {
    return list(scope);
  }

  @Override
  public List<RunbookRow> list(Scope scope) {
    return desk.empty || !scope.sees("shop") ? List.of() : List.of(runbook());
  }

  @Override
  public @Nullable RunbookDetail get(String system, String name) {
    return system.equals("shop") && name.equals("web-down")
        ? new RunbookDetail(
            runbook(),
            "runbooks/web-down.md",
            "web-healthy",
            "critical",
            15,
            List.of(
                new RunbookDetail.Prose(
                    "<h2>상태 보기</h2>\n<p>먼저 무엇이 멈췄는지 봅니다. <code>web</code>이 <em>죽었으면</em> 다시 시작합니다.</p>\n<ul><li>하나</li><li>둘</li></ul>"),
                new RunbookDetail.Fence(
                    0, "sh", "look", "on=app", "./shop status\n", 12, true, steps().get(0)),
                new RunbookDetail.Prose("<h2>다시 시작</h2>"),
                new RunbookDetail.Fence(
                    1,
                    "sh",
                    "run",
                    "on=app timeout=60s",
                    "./shop restart\n",
                    16,
                    true,
                    steps().get(1)),
                new RunbookDetail.Fence(
                    -1, "sh", "undo", "", "./shop start --previous\n", 19, true, null),
                new RunbookDetail.Prose("<h2>최후의 수단</h2>"),
                new RunbookDetail.Fence(
                    2, "approve", "", "by=ops expires=10m", "", 23, false, steps().get(3))),
            List.of(
                new RunbookDetail.Parameter("COLOUR", "어느 쪽", true, "", List.of("blue", "green"))),
            List.of(run(true)))
        : null;
  }

  @Override
  public String start(
      String system, String name, Map<String, String> parameters, Start how, String actor) {
    desk.done.add("start " + system + "/" + name + " " + parameters + " " + actor);
    return "r1";
  }

  @Override
  public String startBlock(String system, String name, int line, String actor) {
    desk.done.add("block " + system + "/" + name + ":" + line + " " + actor);
    return "r1";
  }
}

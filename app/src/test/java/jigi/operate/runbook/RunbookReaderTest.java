package jigi.operate.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import jigi.base.config.Names;
import jigi.base.config.Problem;
import jigi.base.config.Problems;
import jigi.base.run.Role;
import jigi.base.run.RunDefinition;
import jigi.base.run.StepDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunbookReaderTest {
  private static final String LADDER =
      """
      ---
      runbook: web-down
      title: 웹 서비스 복구
      symptom: API가 응답하지 않는다
      on-alert: {WebDown: ask}
      goal: web-healthy
      settle: 30s
      parameters: {COLOR: {type: choice, choices: [blue, green], default: blue}}
      ---
      # 절차
      ## 상태 보기
      ```sh look on=app
      ./shop status
      ```
      ## 다시 시작
      ```sh run on=app timeout=60s retry=2
      ./shop restart "$COLOR"
      ```
      ```sh undo
      ./shop start --previous
      ```
      ```condition verify until=web-healthy
      ```
      보기일 뿐:
      ```sh
      rm -rf /
      ```
      ## 최후의 수단
      ```approve by=ops expires=10m
      ```
      ```sh run on=app
      sudo reboot
      ```
      """;

  private final Problems problems = new Problems();

  private RunbookReader.@org.jspecify.annotations.Nullable Read read(String text) {
    Surroundings surroundings =
        new Surroundings(
            Names.of(Set.of("app", "db", "local")),
            Names.of(Set.of("web-healthy")),
            Names.of(Set.of("WebDown")),
            Map.of());
    return new RunbookReader(new Languages(List.of()), surroundings, problems)
        .read("shop", "runbooks/web.md", text);
  }

  @Test
  void makesStepsOfBlocksWithRoleWords() {
    Runbook runbook = Objects.requireNonNull(read(LADDER)).runbook();
    RunDefinition definition = Objects.requireNonNull(runbook.definition());

    assertThat(problems.sorted()).isEmpty();
    assertThat(Objects.requireNonNull(definition.goal()).condition()).isEqualTo("web-healthy");
    assertThat(definition.locks()).containsExactly("shop/web-down");
    assertThat(definition.steps())
        .extracting(s -> s.title() + " " + s.role() + " " + s.act().kind() + " " + s.act().line())
        .containsExactly(
            "상태 보기 LOOK sh 12", "다시 시작 RUN sh 16", "최후의 수단 OWN approve 29", "최후의 수단 RUN sh 31");
    StepDefinition restart = definition.steps().get(1);
    assertThat(Objects.requireNonNull(restart.undo()).source())
        .isEqualTo("./shop start --previous\n");
    assertThat(Objects.requireNonNull(restart.verify()).attributes())
        .containsEntry("until", "web-healthy");
    assertThat(runbook.onAlert()).containsEntry("WebDown", OnAlert.ASK);
  }

  @Test
  void knowsForEachBlockWhatItIsToWhichStep() {
    Runbook runbook = Objects.requireNonNull(read(LADDER)).runbook();

    assertThat(runbook.blocks())
        .extracting(b -> b.line() + " " + b.step() + " " + b.purpose())
        .containsExactly(
            "12 0 ACT",
            "16 1 ACT",
            "19 1 UNDO",
            "22 1 VERIFY",
            "25 -1 null",
            "29 2 ACT",
            "31 3 ACT");
    assertThat(runbook.segments().stream().filter(Segment.Fence.class::isInstance)).hasSize(7);
  }

  @Test
  void aDocumentWithoutFrontMatterIsTextThatAPersonMayRunBlockByBlock() {
    Runbook runbook =
        Objects.requireNonNull(read("# 운영 매뉴얼\n\n```bash\ndf -h\n```\n```yaml run\na: 1\n```\n"))
            .runbook();

    assertThat(problems.sorted()).isEmpty();
    assertThat(runbook.name()).isEqualTo("web");
    assertThat(runbook.title()).isEqualTo("운영 매뉴얼");
    assertThat(runbook.definition()).isNull();
    assertThat(runbook.blocks()).extracting(Block::byHand).containsExactly(true, false);
  }

  @Test
  void rendersNoHtmlOfTheAuthor() {
    Runbook runbook =
        Objects.requireNonNull(
                read("# t\n<script>alert(1)</script>\n\n[x](javascript:alert(1)) <b>b</b>\n"))
            .runbook();

    List<String> html = new ArrayList<>();
    for (Segment segment : runbook.segments()) {
      if (segment instanceof Segment.Prose prose) {
        html.add(prose.html());
      }
    }
    assertThat(String.join("", html))
        .doesNotContain("<script")
        .doesNotContain("<b>")
        .doesNotContain("javascript:");
  }

  @Test
  void eachMakesAStepPerValueInAGroup() {
    String text =
        "---\n"
            + "runbook: r\n"
            + "---\n"
            + "## 다시\n"
            + "```sh run each=app,db on=each max=1\n"
            + "systemctl restart \"$EACH\"\n"
            + "```\n";
    RunDefinition definition =
        Objects.requireNonNull(Objects.requireNonNull(read(text)).runbook().definition());

    assertThat(problems.sorted()).isEmpty();
    assertThat(definition.steps())
        .extracting(
            s ->
                s.title()
                    + " "
                    + s.act().attributes().get("on")
                    + " "
                    + s.act().attributes().get("group"))
        .containsExactly("다시 (app) app each-5", "다시 (db) db each-5");
    assertThat(definition.steps().getFirst().role()).isEqualTo(Role.RUN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ```sh runn on=app            | unknown-word        | did you mean 'run'?
          ```sh run onn=app            | unknown-attribute   | did you mean 'on'?
          ```sh run on=ap              | unknown-host        | did you mean 'app'?
          ```sh run timeout=soon       | bad-value           | write 30s, 5m or 2h
          ```sh on=app                 | missing-role        | write for example ```sh run on=…
          ```python run                | unknown-language    | use one of approve, bash, call, condition, sh, wait
          ```sh verify                 | misplaced-block     | put it directly after the block that it belongs to
          ```condition until=web-helthy| unknown-condition   | did you mean 'web-healthy'?
          ```sh run when=failed(frist) | unknown-step        | did you mean 'first'?
          ```sh run on=app on=db       | duplicate-attribute | keep one of them
          """)
  void pointsAtAWrongWord(String fence, String code, String hint) {
    String first = "## first\n```sh look\ntrue\n```\n```text\n```\n## t\n";
    String text = "---\nrunbook: r\n---\n" + first;

    read(text + "\n" + fence + "\ntrue\n```\n");

    List<Problem> found = problems.sorted();
    assertThat(found).extracting(Problem::code).contains(code);
    Problem problem = found.stream().filter(p -> p.code().equals(code)).findFirst().orElseThrow();
    assertThat(problem.place().line()).isEqualTo(12);
    assertThat(problem.hint()).isEqualTo(hint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rm -rf $COLOR              | 1
          echo "$(ls ${COLOR})"      | 1
          for x in a; do ls $COLOR; done | 1
          echo "$COLOR" '$COLOR' \\$COLOR # $COLOR | 0
          echo "${COLOR:-x}" "a $(echo "$COLOR") b" | 0
          echo $COLORS               | 0
          """)
  void aParameterOutsideQuotesIsAnError(String script, int errors) {
    read("---\nrunbook: r\nparameters: {COLOR: word}\n---\n```sh run\n" + script + "\n```\n");

    assertThat(problems.sorted()).hasSize(errors);
    if (errors > 0) {
      assertThat(problems.sorted().getFirst().code()).isEqualTo("unquoted-parameter");
      assertThat(problems.sorted().getFirst().place().line()).isEqualTo(6);
    }
  }

  @ParameterizedTest
  @CsvSource({"PATH", "LD_PRELOAD", "BASH_ENV", "color", "GIT_SSH_COMMAND", "JIGI_RUN"})
  void refusesParametersThatProgramsObey(String name) {
    read("---\nrunbook: r\nparameters: {" + name + ": word}\n---\n```sh run\ntrue\n```\n");

    assertThat(problems.sorted()).extracting(Problem::code).containsExactly("refused-parameter");
  }

  @Test
  void saysThatAFenceOrTheFrontMatterIsNeverClosed() {
    read("---\nrunbook: r\n---\n```sh run\ntrue\n");
    assertThat(problems.sorted()).extracting(Problem::code).contains("unterminated-fence");

    Problems more = new Problems();
    new RunbookReader(
            new Languages(List.of()),
            new Surroundings(Names.unknown(), Names.unknown(), Names.unknown(), Map.of()),
            more)
        .read("shop", "runbooks/x.md", "---\nrunbook: r\n");
    assertThat(more.sorted())
        .extracting(Problem::code)
        .containsExactly("unterminated-front-matter");
  }

  @Test
  void blocksOfADocumentAreToldApartByWhatStandsInBoldAboveThem() {
    String text =
        """
        ## Slow
        **Slow answers (> 60 s)**:
        ```bash
        look
        ```
        plain words
        ```bash
        look again
        ```
        1. **Patches**
           ```bash
           patch
           ```
        """;

    assertThat(PlainDocument.read("", "doc.md", text).blocks())
        .extracting(block -> block.line() + " " + block.title())
        .containsExactly("3 Slow: Slow answers (> 60 s)", "7 Slow", "11 Slow: Patches");
  }
}

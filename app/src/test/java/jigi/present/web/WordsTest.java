package jigi.present.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import jigi.base.journal.EventDraft;
import jigi.base.journal.EventKind;
import jigi.base.kernel.Language;
import jigi.base.kernel.Messages;
import org.junit.jupiter.api.Test;

/** Codes and figures reach people as words. */
class WordsTest {
  private final Messages messages = Messages.load(List.of("web", "run", "alert", "runbook"));

  private Screen screen(Language language) {
    return new Screen(
        messages,
        language,
        ZoneId.of("Asia/Seoul"),
        "system",
        Instant.parse("2026-01-13T01:00:00Z"));
  }

  private String said(Language language, String kind, String... args) {
    EventDraft draft = EventDraft.of(EventKind.of(kind)).system("shop");
    for (int i = 0; i < args.length; i += 2) {
      draft = draft.with(args[i], args[i + 1]);
    }
    return screen(language)
        .event(
            new jigi.base.journal.Event(
                "e", "n", 1, Instant.parse("2026-01-13T00:59:00Z"), draft, ""));
  }

  @Test
  void saysHowARunEndedInTheReadersLanguage() {
    String[] args = {
      "number", "3", "title", "되살리기", "state", "succeeded", "reason", "steps-done", "seconds", "0"
    };
    assertThat(said(Language.KO, "run.finished", args)).isEqualTo("실행 #3 되살리기: 성공 (모든 단계를 마침, 0초)");
    assertThat(said(Language.EN, "run.finished", args)).doesNotContain("steps-done");
  }

  @Test
  void saysWhatACodeNames() {
    assertThat(screen(Language.KO).say("trigger", "alert:ShopDown")).isEqualTo("알림 ShopDown");
    assertThat(screen(Language.EN).say("trigger", "manual")).isEqualTo("by hand");
  }

  @Test
  void leavesAloneWhatIsNoCodeOfItsArgument() {
    Screen screen = screen(Language.KO);
    assertThat(screen.say("text", "ok")).isEqualTo("ok");
    assertThat(screen.say("evidence", "exit 1: alert: no")).isEqualTo("exit 1: alert: no");
    assertThat(screen.say("version", "1.4.2")).isEqualTo("1.4.2");
  }

  @Test
  void roundsMeasuredValuesToThreeDigits() {
    assertThat(said(Language.KO, "alert.firing", "alert", "X", "value", "0.26999727328496664"))
        .contains("0.27")
        .doesNotContain("0.2699");
    assertThat(screen(Language.KO).number(1234.56)).isEqualTo("1,235");
    assertThat(screen(Language.KO).number(0.00123456)).isEqualTo("0.00123");
    assertThat(screen(Language.KO).number(Double.NaN)).isEqualTo("–");
  }
}

package jigi.base.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Evidence is stored in English and read in the reader's language. */
class PhrasesTest {
  private static final Pattern ARGUMENT = Pattern.compile("\\{([a-zA-Z0-9-]+)}");
  private static final Messages MESSAGES = Messages.load(List.of("evidence"));
  private final Phrases phrases = new Phrases(MESSAGES);

  static Stream<String> keys() {
    return MESSAGES.keys(Language.EN).stream();
  }

  @ParameterizedTest
  @MethodSource("keys")
  void readsBackWhatTheCatalogueSays(String key) {
    Map<String, String> arguments = new LinkedHashMap<>();
    ARGUMENT
        .matcher(MESSAGES.pattern(Language.EN, key))
        .results()
        .forEach(found -> arguments.put(found.group(1), "Q" + arguments.size()));
    String english = MESSAGES.text(Language.EN, key, arguments);
    assertThat(phrases.say(Language.KO, english))
        .isEqualTo(MESSAGES.text(Language.KO, key, arguments));
    assertThat(phrases.say(Language.EN, english)).isEqualTo(english);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "connection refused connecting to 127.0.0.1:7071 | 연결 거부: 127.0.0.1:7071에 연결",
        "timed out after 5s (2 tries) | 5s 안에 응답이 없습니다 (2번 시도)",
        "Connection reset talking to 127.0.0.1:7071 | 연결이 끊겼습니다: 127.0.0.1:7071과 통신",
        "502 Bad Gateway, body \"x; y\"; expected status == 200, status is 502"
            + " | 502 Bad Gateway, 본문 \"x; y\"; 기대 status == 200, 상태 코드 502",
        "shop-answers: probe_success{component=\"shop\"} is 0, expected == 1"
            + " | 조건 shop-answers: 잰 값 0, 기대 == 1 (probe_success{component=\"shop\"})",
        "exit 2: timed out after 1s | 종료 코드 2: 1s 안에 응답이 없습니다",
        "expired 3d ago (2026-01-10); valid for 2d (until 2026-02-01)"
            + " | 3d 전에 만료 (2026-01-10); 2d 동안 유효 (2026-02-01까지)",
        "gone: instance 1 has ended: its update is paused: failed; exit 3"
            + " | 1번 인스턴스 실행이 끝남: 업데이트가 멈춰 있음: failed; 종료 코드 3",
      })
  void saysSentencesWithinSentences(String english, String korean) {
    assertThat(phrases.say(Language.KO, english)).isEqualTo(korean);
  }

  @Test
  void leavesAServersOwnWordsAlone() {
    assertThat(phrases.say(Language.KO, "NOAUTH Authentication required."))
        .isEqualTo("NOAUTH Authentication required.");
    assertThat(phrases.say(Language.KO, "")).isEmpty();
  }

  @Test
  void isNotHeldUpByLongOutput() {
    String output = "exit 1: " + "timed out ; expected , ".repeat(50_000);
    assertThat(phrases.say(Language.KO, output)).isEqualTo(output);
    String hard = "a; expected b, ".repeat(130);
    long begun = System.nanoTime();
    phrases.say(Language.KO, hard);
    assertThat(System.nanoTime() - begun).isLessThan(2_000_000_000L);
  }
}

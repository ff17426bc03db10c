package jigi.base.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import jigi.base.kernel.Language;
import jigi.base.kernel.Messages;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleWordsTest {
  private final Messages messages = Messages.load(List.of("schedule"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "daily 09:00 | 매일 09:00 | daily 09:00",
        "weekly mon 10:00 | 매주 월요일 10:00 | every Monday 10:00",
        "weekly mon,fri 10:00 | 매주 월요일, 금요일 10:00 | every Monday, Friday 10:00",
        "weekdays 09:00,18:00 | 매주 평일 09:00, 18:00 | every weekday 09:00, 18:00",
        "monthly 1 09:00 | 매월 1일 09:00 | monthly on day 1 09:00",
        "monthly last 09:00 | 매월 말일 09:00 | monthly on the last day 09:00",
        "second saturday 02:00 | 매월 둘째 토요일 02:00 | monthly on the second Saturday 02:00",
        "last fri 02:00 | 매월 마지막 금요일 02:00 | monthly on the last Friday 02:00",
        "first week 10:00 | 매월 첫 평일 10:00 | monthly on the first working day 10:00",
        "quarterly 1 09:00 | 1, 4, 7, 10월 1일 09:00 | in month 1, 4, 7, 10 on day 1 09:00",
        "yearly 03-01 09:00 | 3월 1일 09:00 | in month 3 on day 1 09:00",
        "every 4h | 4시간마다 | every 4 hours",
        "hourly | 매시간 | every hour",
        "every 15m | 15분마다 | every 15 minutes",
        "cron 0 2 * * 0 | 매주 일요일 02:00 | every Sunday 02:00",
        "cron 0 2 1 * 0 | cron 0 2 1 * 0 | cron 0 2 1 * 0",
        "sometimes | sometimes | sometimes",
      })
  void isSaidInTheReadersLanguage(String written, String korean, String english) {
    assertThat(ScheduleWords.of(written, messages, Language.KO)).isEqualTo(korean);
    assertThat(ScheduleWords.of(written, messages, Language.EN)).isEqualTo(english);
  }
}

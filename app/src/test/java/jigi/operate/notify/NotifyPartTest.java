package jigi.operate.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import jigi.base.config.ManualReader;
import jigi.base.config.ManualSource;
import jigi.base.config.Names;
import jigi.base.schedule.Holidays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotifyPartTest {
  private static final String GOOD =
      """
      system: shop
      people:
        kim: {email: kim@example.com, hours: weekdays 9-18}
        lee: {name: Lee}
      channels:
        mail: {smtp: "localhost:2525", fallback: team}
        team: {slack: {env: SLACK}}
      routes:
        critical: {to: [kim, lee], by: [mail, team], escalate: {after: 15m, to: lee, by: team}}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      value = {
        "to: [kim, lee] ~ to: [kin, lee] ~ jigi.yaml:9:19  unknown-person  'people' knows nobody"
            + " ('kin')  HINT: did you mean 'kim'?",
        "by: [mail, team] ~ by: [mial, team] ~ jigi.yaml:9:35  unknown-channel  'channels' has no"
            + " such channel ('mial')  HINT: did you mean 'mail'?",
        "fallback: team ~ fallback: mail ~ jigi.yaml:6:3  unknown-channel  the fallback of 'mail'"
            + " is no other channel ('mail')  HINT: use one of team",
        "critical: ~ critcal: ~ jigi.yaml:9:3  unknown-severity  routes are named for severities or"
            + " rules, and none is called 'critcal'  HINT: did you mean 'critical'?",
        "weekdays 9-18 ~ office ~ jigi.yaml:3:40  bad-value  not hours ('office')  HINT: write for"
            + " example weekdays 9-18",
        "kim@example.com ~ kim ~ jigi.yaml:3:16  bad-value  not an e-mail address ('kim')  HINT:"
            + " write for example kim@example.com",
        "by: [mail, team] ~ by: [mail] ~ jigi.yaml:9:24  unreachable-person  none of the route's"
            + " channels reaches them ('lee' by mail)  HINT: give them an 'email', or add a channel"
            + " that reaches them",
        "slack: ~ slak: ~ jigi.yaml:7:10  unknown-kind  a channel names no known kind ('slak') "
            + " HINT: did you mean 'slack'?",
        "15m ~ soon ~ jigi.yaml:9:66  bad-value  not a duration ('soon')  HINT: write for example"
            + " 0s, 30s, 5m or 1h30m"
      })
  void saysWhereAndWhatToDo(String good, String bad, String problem) {
    assertThat(
            read(GOOD.replace(good.strip(), bad.strip())).problems().stream().map(Object::toString))
        .contains(problem.strip());
  }

  @Test
  void readsPeopleChannelsAndRoutes() {
    ManualReader.Result result = read(GOOD);
    assertThat(result.problems()).isEmpty();
    NotifySettings settings = Objects.requireNonNull(result.manual()).part(part);
    assertThat(settings.people().keySet()).containsExactlyInAnyOrder("kim", "lee");
    assertThat(settings.channels().values()).extracting("fallback").contains("team");
  }

  @ParameterizedTest
  @CsvSource({
    "weekdays 9-18, 2026-03-02T09:00, true",
    "weekdays 9-18, 2026-03-02T18:00, false",
    "weekdays 9-18, 2026-03-01T12:00, false",
    "daily 22-6, 2026-03-01T23:00, true",
    "daily 22-6, 2026-03-01T05:59, true",
    "weekends 22-6, 2026-03-02T05:00, true",
    "weekends 22-6, 2026-03-03T05:00, false",
    "always, 2026-03-03T05:00, true",
    "daily 8:30-9, 2026-03-03T08:29, false",
  })
  void knowsWhoMayBeCalled(String hours, String time, boolean expected) {
    assertThat(
            Objects.requireNonNull(Hours.parse(hours))
                .include(ZonedDateTime.parse(time + ":00+09:00")))
        .isEqualTo(expected);
  }

  private final NotifyPart part =
      new NotifyPart(_ -> Names.of(Set.of("WebDown")), _ -> Holidays.NONE);

  private ManualReader.Result read(String text) {
    return new ManualReader(List.of(part), name -> null)
        .read(new ManualSource(Path.of("shop"), new TreeMap<>(Map.of("jigi.yaml", text))));
  }
}

package jigi.operate.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import jigi.base.config.Manual;
import jigi.base.config.ManualReader;
import jigi.base.config.ManualSource;
import jigi.base.config.Names;
import jigi.base.kernel.Json;
import jigi.base.schedule.Holidays;
import jigi.operate.notify.AlertGroup.Member;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What keeps alerts from people, and how much of a storm is read to tell. */
class MutesTest {
  private static final Instant THEN = Instant.parse("2026-03-01T00:00:00Z");

  private final AtomicInteger asked = new AtomicInteger();

  private static Member critical(String id, String component) {
    return new Member(
        id,
        "shop",
        false,
        false,
        THEN,
        null,
        Map.of(
            "alert",
            "Down",
            "severity",
            "critical",
            "labels",
            Json.write(Map.of("component", component))));
  }

  private static NotifySettings settings() {
    NotifyPart part = new NotifyPart(_ -> Names.unknown(), _ -> Holidays.NONE);
    Manual manual =
        new ManualReader(List.of(part), name -> null)
            .read(
                new ManualSource(
                    Path.of("shop"), new TreeMap<>(Map.of("jigi.yaml", RoutedHouse.PEOPLE))))
            .manual();
    return Objects.requireNonNull(manual).part(part);
  }

  private Mutes mutes(Set<String> down, List<Member> firing) {
    return new Mutes(
        new Mutes.Sight("shop", THEN, ZoneId.of("UTC"), settings()),
        List.of(),
        () -> {
          asked.incrementAndGet();
          return firing;
        },
        new Foundations() {
          @Override
          public Set<String> below(
              String system, @Nullable String component, @Nullable String host) {
            return "host".equals(component) ? Set.of() : Set.of("host");
          }

          @Override
          public boolean isDown(String system, String component) {
            return down.contains(component);
          }
        });
  }

  @Test
  void readsNoOtherAlertWhileNothingThatOthersStandOnIsDown() {
    Member web = critical("a1", "web");
    Mutes mutes = mutes(Set.of(), List.of(web));
    assertThat(mutes.why(web)).isNull();
    assertThat(mutes.hiddenBy(web)).isZero();
    assertThat(asked).as("each of thousands of groups would read thousands").hasValue(0);
  }

  @Test
  void readsThemOnceWhereItMatters() {
    Member web = critical("a1", "web");
    Member api = critical("a2", "api");
    Member host = critical("h", "host");
    Mutes mutes = mutes(Set.of("host"), List.of(web, api, host));
    assertThat(mutes.why(web)).isEqualTo(new Mute(Mute.Kind.STANDS_ON, "host"));
    assertThat(mutes.why(host)).isNull();
    assertThat(mutes.hiddenBy(host)).isEqualTo(2);
    assertThat(asked).hasValue(1);
  }

  @Test
  void whatIsDownHidesNothingUnlessACriticalAlertSaysSo() {
    Member web = critical("a1", "web");
    assertThat(mutes(Set.of("host"), List.of(web)).why(web)).isNull();
  }
}

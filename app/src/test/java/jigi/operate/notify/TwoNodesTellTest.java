package jigi.operate.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import jigi.base.store.Stores;
import jigi.base.store.TestDatabase;
import jigi.testing.Needs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on one PostgreSQL: the one that has gathered an alert stands still before it tells. */
@Needs("postgresql")
class TwoNodesTellTest {
  private static final Map<String, String> FILES =
      Map.of(
          "jigi.yaml",
          RoutedHouse.PEOPLE
              + """
              routes:
                critical: {to: [kim], by: [mail], escalate: {after: 15m, to: [cto]}}
              """);

  @TempDir Path home;

  private RoutedHouse node(String name, Supplier<Stores> opening) {
    return new RoutedHouse(home.resolve(name), opening, FILES, Foundations.none());
  }

  private static List<String> ids(RoutedHouse house) {
    return house.engine.deliveries(null, 10).stream().map(Delivery::id).toList();
  }

  @Test
  void whatIsDueWhenANodeStandsStillIsToldByTheOtherAndNotAgainWhenItWakes() throws Exception {
    try (RoutedHouse alpha = node("alpha", () -> TestDatabase.leading(home, "alpha"))) {
      alpha.fires("a1", "WebDown", "critical");
      assertThat(ids(alpha)).as("the group waits for a second").isEmpty();
      TestDatabase.takeTheLead(home);
      try (RoutedHouse beta = node("beta", () -> TestDatabase.beside(home, "beta"))) {
        beta.pass("1s");
        assertThat(beta.called()).containsExactly("1s firing kim");
        List<String> told = ids(beta);

        alpha.timeline.advance(java.time.Duration.ofMinutes(20));
        assertThat(ids(beta)).as("neither the message nor its escalation").isEqualTo(told);

        beta.pass("15m");
        assertThat(beta.called()).containsExactly("901s escalated cto");
        beta.ends("a1", "WebDown", "critical");
        beta.pass("10s");
        assertThat(beta.called()).hasSize(2).allMatch(one -> one.contains(" resolved "));
      }
    }
  }
}

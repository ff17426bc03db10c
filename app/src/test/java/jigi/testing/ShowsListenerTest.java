package jigi.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jigi.Shows;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class ShowsListenerTest {
  @TempDir private Path dir;

  @Test
  void recordsOnlyWhatPassed() throws IOException {
    assertThat(shownBy(Mixed.class))
        .containsExactly(
            "AAA-3\t!",
            "AAA-6\t!",
            "AAA-1\t" + Mixed.class.getName() + ".passes",
            "AAA-2\t" + Mixed.class.getName() + ".passes",
            "AAA-5\t" + Mixed.class.getName() + ".passesOnce");
  }

  @Test
  void aClassCarriesItsIdsForEveryTest() throws IOException {
    assertThat(shownBy(Whole.class))
        .containsExactly(
            "BBB-1\t" + Whole.class.getName() + ".one", "BBB-1\t" + Whole.class.getName() + ".two");
  }

  @Test
  void aFailingCleanUpOfTheClassShowsNothing() throws IOException {
    assertThat(shownBy(BrokenAfterwards.class)).containsExactly("CCC-1\t!");
  }

  private List<String> shownBy(Class<?> tests) throws IOException {
    Path file = dir.resolve("new").resolve("shows.txt");
    LauncherFactory.create(
            LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .addTestExecutionListeners(new ShowsListener(file))
                .build())
        .execute(LauncherDiscoveryRequestBuilder.request().selectors(selectClass(tests)).build());
    return Files.readAllLines(file);
  }

  @Test
  void whatAnotherPartOfTheRunShowedIsKept() throws IOException {
    shownBy(Mixed.class);
    assertThat(shownBy(Whole.class))
        .contains("AAA-1\t" + Mixed.class.getName() + ".passes", "AAA-3\t!")
        .anyMatch(line -> line.startsWith("BBB-1\t"));
  }

  static class Mixed {
    @Test
    @Shows({"AAA-1", "AAA-2"})
    void passes() {}

    @Test
    @Shows("AAA-3")
    void fails() {
      throw new AssertionError("as it should");
    }

    @Test
    @Shows("AAA-3")
    void passesBesideAFailure() {}

    @Test
    @Shows("AAA-4")
    void isSkipped() {
      Assumptions.abort("as it should");
    }

    @Test
    @Shows("AAA-5")
    void passesOnce() {}

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @Shows("AAA-6")
    void failsForTwo(int value) {
      assertThat(value).isEqualTo(1);
    }
  }

  @Shows("BBB-1")
  static class Whole {
    @Test
    void one() {}

    @Test
    void two() {}
  }

  @Shows("CCC-1")
  static class BrokenAfterwards {
    @AfterAll
    static void fail() {
      throw new AssertionError("as it should");
    }

    @Test
    void passes() {}
  }
}

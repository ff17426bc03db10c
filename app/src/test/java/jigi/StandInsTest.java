package jigi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import jigi.base.exec.Exec;
import jigi.testing.Component;
import jigi.testing.Needs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
@Needs("stand-in-jar")
class StandInsTest {
  @TempDir private Path folder;

  @Test
  void whatOneJigiHasStartedIsFoundAndEndedLater() throws Exception {
    Path services = Files.createDirectories(folder.resolve("manual/stand-ins"));
    for (String name : List.of("shop", "chat")) {
      Files.writeString(services.resolve(name + ".service"), "port=0\nhealth=/health=OK\n");
    }
    try (Exec exec = new Exec(folder.resolve("attempts"))) {
      assertThat(standIns(exec).running()).isEmpty();
      standIns(exec).stop();
      standIns(exec).start(List.of(folder.resolve("manual")));
      try {
        assertThat(standIns(exec).running()).containsExactly("chat", "shop");
        standIns(exec).control(List.of("stop", "chat"));
        assertThat(standIns(exec).running()).containsExactly("shop");
      } finally {
        standIns(exec).stop();
      }
      assertThat(standIns(exec).running()).isEmpty();
    }
  }

  @AfterEach
  void remove() throws IOException {
    try (Stream<Path> files = Files.walk(StandIns.state(folder.resolve("data")))) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  private StandIns standIns(Exec exec) {
    return new StandIns(Component.root(), folder.resolve("data"), exec);
  }
}

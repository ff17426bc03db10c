package jigi.detect.probe.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import jigi.base.kernel.Status;
import jigi.detect.probe.OneProbe;
import jigi.detect.probe.ProbeResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessProbeTest {
  @TempDir Path folder;

  @Test
  void seesAProcessComeAndGo() throws Exception {
    String probe = "process: sleep\narguments: ' 98765$'\nexpect: ['count == 1', 'size < 1GB']";
    Process sleeping = new ProcessBuilder("sleep", "98765").start();
    try {
      ProbeResult result = OneProbe.run(folder, probe);
      assertThat(result.evidence()).startsWith("1 × sleep, ");
      assertThat(result.status()).isEqualTo(Status.OK);
      assertThat(OneProbe.samples(result))
          .containsEntry("process_count", 1.0)
          .containsEntry("process_zombies", 0.0)
          .containsKey("process_resident_bytes");
    } finally {
      sleeping.destroyForcibly().waitFor();
    }
    ProbeResult gone = OneProbe.run(folder, probe);
    assertThat(gone.status()).isEqualTo(Status.FAIL);
    assertThat(gone.evidence()).isEqualTo("no process sleep runs; expected count == 1, count is 0");
  }

  @Test
  void theAccountCounts() throws Exception {
    Process sleeping = new ProcessBuilder("sleep", "98764").start();
    try {
      String probe = "process: sleep\narguments: ' 98764$'\nuser: ";
      assertThat(OneProbe.run(folder, probe + System.getProperty("user.name")).status())
          .isEqualTo(Status.OK);
      assertThat(OneProbe.run(folder, probe + "nobody-else").status()).isEqualTo(Status.FAIL);
    } finally {
      sleeping.destroyForcibly().waitFor();
    }
  }

  @Test
  void namesMayHoldSpaces() {
    String line =
        "www-data                         Zs       120      3  2048 my worker                  "
            + "                                      my worker: idle (defunct)";
    Running read = Running.parse(line + "\n").getFirst();
    assertThat(read)
        .isEqualTo(
            new Running(
                "www-data", true, 120, 3, 2048 * 1024, "my worker", "my worker: idle (defunct)"));
  }
}

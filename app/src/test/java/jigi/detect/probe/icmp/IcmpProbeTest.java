package jigi.detect.probe.icmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import jigi.base.kernel.Status;
import jigi.detect.probe.OneProbe;
import jigi.detect.probe.ProbeResult;
import jigi.testing.Needs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Needs("ping")
class IcmpProbeTest {
  @TempDir Path folder;

  @Test
  void aHostThatAnswers() throws Exception {
    ProbeResult result =
        OneProbe.run(folder, "icmp: 127.0.0.1\nexpect: ['loss < 0.5', 'time < 1s']");
    assertThat(result.evidence()).startsWith("127.0.0.1 answered 3 of 3, ");
    assertThat(result.status()).isEqualTo(Status.OK);
    assertThat(OneProbe.samples(result))
        .containsEntry("probe_icmp_loss_ratio", 0.0)
        .containsKey("probe_icmp_round_trip_seconds");
  }

  @Test
  void anExpectationThatDoesNotHoldFails() throws Exception {
    ProbeResult result = OneProbe.run(folder, "icmp: 127.0.0.1\ncount: 1\nexpect: ['loss > 0']");
    assertThat(result.status()).isEqualTo(Status.FAIL);
    assertThat(result.evidence()).endsWith("; expected loss > 0, loss is 0");
  }

  @Test
  void aNameThatNobodyKnowsIsOurs() throws Exception {
    ProbeResult result = OneProbe.run(folder, "icmp: nobody.invalid\ntimeout: 3s");
    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    assertThat(result.evidence()).startsWith("ping: ");
  }
}

package jigi.present.api.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import jigi.Shows;
import jigi.detect.probe.OneProbe;
import jigi.detect.probe.ProbeResult;
import jigi.present.api.view.Measure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparedTest {
  @TempDir Path folder;

  @Test
  @Shows("HC-45")
  void whatDiffersComesFirst() throws Exception {
    Path file = folder.resolve("one.gz");
    String probe = "{file: '" + folder + "/*.gz'}";
    Files.writeString(file, "12345");
    ProbeResult before = OneProbe.run(folder, probe);
    Files.writeString(file, "1234567");
    ProbeResult now = OneProbe.run(folder, probe);

    assertThat(Compared.measures(now, before))
        .contains(new Measure("file_bytes", 7.0, 5.0), new Measure("file_count", 1.0, 1.0))
        .satisfies(
            all ->
                assertThat(all.indexOf(new Measure("file_bytes", 7.0, 5.0)))
                    .isLessThan(all.indexOf(new Measure("file_count", 1.0, 1.0))));
    Files.delete(file);
    assertThat(Compared.measures(OneProbe.run(folder, probe), now))
        .contains(new Measure("file_bytes", null, 7.0), new Measure("file_count", 0.0, 1.0));
    assertThat(Compared.measures(now, null)).contains(new Measure("file_bytes", 7.0, null));
    assertThat(Compared.measures(null, null)).isEmpty();
  }
}

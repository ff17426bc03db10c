package jigi.detect.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import jigi.base.config.Field;
import org.junit.jupiter.api.Test;

/** Every kind of probe has a page that names all its keys and samples. */
class DocsTest {
  @Test
  void everyKindIsDescribedInFull() throws Exception {
    for (ProbeKind kind : ProbeKinds.all()) {
      try (InputStream in = kind.getClass().getResourceAsStream(kind.name() + ".md")) {
        assertThat(in).as("%s.md", kind.name()).isNotNull();
        String page = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        for (SampleName sample : kind.samples()) {
          assertThat(page).contains("`" + sample.name());
        }
        for (Field<?> field : kind.fields()) {
          assertThat(page).contains("`" + field.name() + "`");
        }
        assertThat(page).contains("## FAIL and UNKNOWN").contains("probes:");
      }
    }
  }
}

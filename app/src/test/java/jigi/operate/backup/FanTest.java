package jigi.operate.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import jigi.operate.backup.store.Store;
import jigi.operate.backup.store.Upload;
import jigi.operate.backup.store.directory.DirectoryStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One stream into several stores. */
class FanTest {
  private static final byte[] BYTES = "rows".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;

  @Test
  void aStoreThatRefusesFromTheFirstDoesNotHoldUpTheOthers() throws Exception {
    try (Fan fan = new Fan()) {
      fan.failed("offsite", new IOException("no route"));
      fan.add("local", upload("local"));
      fan.write(BYTES);
      fan.commit();
      assertThat(fan.failures()).containsOnlyKeys("offsite");
    }
    assertThat(folder.resolve("local/a.dump")).hasBinaryContent(BYTES);
  }

  @Test
  void withoutAnyStoreLeftItEnds() throws Exception {
    try (Fan fan = new Fan()) {
      fan.failed("offsite", new IOException("no route"));
      Upload upload = upload("local");
      fan.add("local", upload);
      upload.close();
      assertThatThrownBy(() -> fan.write(BYTES)).isInstanceOf(IOException.class);
    }
    assertThat(folder.resolve("local/a.dump")).doesNotExist();
  }

  private Upload upload(String name) throws Exception {
    Path at = Files.createDirectories(folder.resolve(name));
    Store store = new DirectoryStore(at);
    return store.begin("a.dump");
  }
}

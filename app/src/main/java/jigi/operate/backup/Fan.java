package jigi.operate.backup;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import jigi.operate.backup.store.Upload;

/** The same bytes to several stores; one that fails is left behind, and the others go on. */
final class Fan extends OutputStream implements Closeable {
  private final Map<String, Upload> uploads = new LinkedHashMap<>();
  private final Map<String, IOException> failures = new LinkedHashMap<>();

  void add(String store, Upload upload) {
    uploads.put(store, upload);
  }

  void failed(String store, IOException why) {
    failures.put(store, why);
  }

  /** Why stores were left behind, by name. */
  Map<String, IOException> failures() {
    return failures;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    for (Map.Entry<String, Upload> one : uploads.entrySet()) {
      if (!failures.containsKey(one.getKey())) {
        try {
          one.getValue().out().write(bytes, offset, length);
        } catch (IOException e) {
          failures.put(one.getKey(), e);
        }
      }
    }
    requireOne();
  }

  private void requireOne() throws IOException {
    // A store that refused from the first is among the failures and not among the uploads.
    if (failures.keySet().containsAll(uploads.keySet()) && !uploads.isEmpty()) {
      throw failures.values().iterator().next();
    }
  }

  /** Makes it visible in every store that took all of it; one at least does. */
  void commit() throws IOException, InterruptedException {
    for (Map.Entry<String, Upload> one : uploads.entrySet()) {
      if (!failures.containsKey(one.getKey())) {
        try {
          one.getValue().commit();
        } catch (IOException e) {
          failures.put(one.getKey(), e);
        }
      }
    }
    requireOne();
  }

  /** What was not committed leaves nothing behind. */
  @Override
  public void close() throws IOException {
    for (Upload upload : uploads.values()) {
      upload.close();
    }
  }
}

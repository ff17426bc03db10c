package jigi.operate.backup.source.self;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.store.StoreCopy;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Contents;
import jigi.operate.backup.source.Dump;
import jigi.operate.backup.source.ScratchFolder;

/** A copy of Jigi's data that is read, and removed in the end. */
final class JigiDump implements Dump {
  private static final String TABLE = "table/";

  private final Dump files;
  private final Path store;
  private final ScratchFolder scratch;

  JigiDump(Dump files, Path store, ScratchFolder scratch) {
    this.files = files;
    this.store = store;
    this.scratch = scratch;
  }

  /** What was counted of the files, with what is in the store. */
  static Contents with(Contents files, Path store) throws BackupException {
    Map<String, String> facts = new TreeMap<>(files.facts());
    try {
      StoreCopy.rows(store)
          .forEach((table, rows) -> facts.put(TABLE + table, String.valueOf(rows)));
    } catch (IOException e) {
      throw new BackupException("dump-damaged", "the store is not whole: " + e.getMessage(), e);
    }
    return new Contents(files.about(), facts);
  }

  @Override
  public InputStream bytes() {
    return files.bytes();
  }

  @Override
  public Instant taken() {
    return files.taken();
  }

  @Override
  public Contents contents() throws BackupException, InterruptedException {
    return with(files.contents(), store);
  }

  @Override
  public void finish() throws BackupException, InterruptedException {
    files.finish();
  }

  @Override
  public void abort() {
    files.abort();
  }

  @Override
  public void close() {
    files.close();
    scratch.remove();
  }
}

package jigi.operate.backup.source.self;

import java.io.InputStream;
import java.nio.file.Path;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Contents;
import jigi.operate.backup.source.Landing;
import jigi.operate.backup.source.files.FolderArchive;

/** A folder with which a Jigi can begin; its store is checked whole and counted. */
record JigiLanding(FolderArchive.Restored files) implements Landing {
  @Override
  public String where() {
    return files.where();
  }

  @Override
  public void restore(Contents wanted, InputStream bytes)
      throws BackupException, InterruptedException {
    files.restore(wanted, bytes);
  }

  @Override
  public Contents contents(Contents wanted) throws BackupException, InterruptedException {
    Path store = files.folder().resolve(JigiSource.FOLDER).resolve(JigiSource.STORE);
    return JigiDump.with(files.contents(wanted), store);
  }

  @Override
  public String ask(String question) throws BackupException, InterruptedException {
    return files.ask(question);
  }

  @Override
  public void keep() throws BackupException, InterruptedException {
    files.keep();
  }

  @Override
  public void close() {
    files.close();
  }
}

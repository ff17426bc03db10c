package jigi.operate.backup.source.self;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import jigi.base.kernel.Ids;
import jigi.base.kernel.UserError;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Contents;
import jigi.operate.backup.source.Dump;
import jigi.operate.backup.source.Landing;
import jigi.operate.backup.source.ScratchFolder;
import jigi.operate.backup.source.Source;
import jigi.operate.backup.source.SourceTools;
import jigi.operate.backup.source.files.FolderArchive;

/** Jigi's own data folder, without keys and tokens. */
record JigiSource(Parts parts) implements Source {
  static final String KIND = "jigi";

  /** In the archive, and in what is restored. */
  static final String FOLDER = "data";

  static final String STORE = "jigi.db";

  /** Says that its time was moved: what was restored must not be taken for real either. */
  private static final String REHEARSAL = "rehearsal";

  /** How much of it is held. */
  enum Parts {
    STATE(List.of("evidence", "drafts")),
    ALL(List.of("evidence", "drafts", "metrics"));

    private final List<String> folders;

    Parts(List<String> folders) {
      this.folders = folders;
    }
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String at() {
    return FOLDER;
  }

  @Override
  public List<String> items(SourceTools tools) {
    return List.of(KIND);
  }

  @Override
  public String suggested(String item) {
    return "/var/tmp/jigi-restored";
  }

  @Override
  public boolean replaceable() {
    return false;
  }

  /** The copy lies in the data folder until it was read. */
  @Override
  public Dump dump(String item, SourceTools tools) throws BackupException {
    Instant taken = tools.timeline().instant();
    Instant stamped = taken.minus(tools.timeline().ahead());
    ScratchFolder scratch = null;
    try {
      scratch = ScratchFolder.make(KIND, Ids.secret(6), null, tools);
      Path copy =
          Files.createDirectory(
              scratch.path().resolve(FOLDER),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      tools.own().copyStore(copy.resolve(STORE));
      for (String folder : parts.folders) {
        StillCopy.of(tools.own().folder().resolve(folder), copy.resolve(folder), stamped);
      }
      if (Files.exists(tools.own().folder().resolve(REHEARSAL))) {
        Files.copy(tools.own().folder().resolve(REHEARSAL), copy.resolve(REHEARSAL));
      }
      return new JigiDump(FolderArchive.dump(FOLDER, copy, taken), copy.resolve(STORE), scratch);
    } catch (IOException e) {
      remove(scratch);
      throw BackupException.of(e);
    } catch (UserError e) {
      remove(scratch);
      throw new BackupException(e.code(), e.fact() + "; " + e.hint(), e);
    } catch (BackupException | RuntimeException e) {
      remove(scratch);
      throw e;
    }
  }

  private static void remove(@org.jspecify.annotations.Nullable ScratchFolder scratch) {
    if (scratch != null) {
      scratch.remove();
    }
  }

  @Override
  public void check(InputStream bytes, SourceTools tools)
      throws BackupException, InterruptedException {
    FolderArchive.check(bytes);
  }

  @Override
  public Landing scratch(String id, Contents wanted, SourceTools tools) throws BackupException {
    return new JigiLanding(FolderArchive.scratch(KIND, id, tools));
  }

  /** A running Jigi does not change its own ground: what is restored is a folder to begin with. */
  @Override
  public Landing beside(String name, boolean over, SourceTools tools) throws BackupException {
    return new JigiLanding(FolderArchive.beside(name, over));
  }

  @Override
  public void sweep(SourceTools tools) throws InterruptedException {
    ScratchFolder.sweep(KIND, tools);
  }
}

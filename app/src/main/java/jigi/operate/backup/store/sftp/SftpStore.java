package jigi.operate.backup.store.sftp;

import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import jigi.base.exec.Piped;
import jigi.base.exec.RemoteShell;
import jigi.operate.backup.store.PartialName;
import jigi.operate.backup.store.Store;
import jigi.operate.backup.store.StoreException;
import jigi.operate.backup.store.StoreException.Kind;
import jigi.operate.backup.store.StoreOpening;
import jigi.operate.backup.store.Stored;
import jigi.operate.backup.store.StoredName;
import jigi.operate.backup.store.Upload;
import org.jspecify.annotations.Nullable;

/**
 * Files in a folder of a host behind SSH, mode 0600 in folders of mode 0700. A session for each
 * act, all over one kept connection.
 */
final class SftpStore implements Store {
  private final SftpSettings settings;
  private final StoreOpening opening;

  SftpStore(SftpSettings settings, StoreOpening opening) {
    this.settings = settings;
    this.opening = opening;
  }

  @Override
  public String where() {
    return settings.where();
  }

  private Sftp session() throws StoreException, InterruptedException {
    try {
      Piped piped = opening.connections().subsystem(opening.system(), settings.host(), "sftp");
      if (piped == null) {
        throw new StoreException(
            Kind.NO_PLACE,
            "the host '" + settings.host() + "' is this machine",
            "use {directory: " + settings.folder() + "}");
      }
      return new Sftp(where(), piped);
    } catch (RemoteShell.Unreachable e) {
      throw new StoreException(
          Kind.UNREACHABLE,
          where() + ": " + e.why(),
          "'jigi host test' says what is the matter",
          e);
    }
  }

  private String path(String name) {
    return settings.folder() + "/" + StoredName.check(name);
  }

  private static String fileName(String name) {
    return StoredName.check(name).substring(name.lastIndexOf('/') + 1);
  }

  @Override
  public Upload begin(String name) throws StoreException, InterruptedException {
    return upload(name, PartialName.of(fileName(name)), false);
  }

  @Override
  public Upload resume(String name, String key) throws StoreException, InterruptedException {
    return upload(name, PartialName.of(fileName(name), key), true);
  }

  private Upload upload(String name, String partial, boolean kept)
      throws StoreException, InterruptedException {
    String path = path(name);
    Sftp session = session();
    try {
      if (session.stat(path) != null) {
        throw new StoreException(
            Kind.TAKEN,
            "there is a file of this name already (" + where() + "/" + name + ")",
            "a backup never replaces another: give it a name with {time}");
      }
      String folder = path.substring(0, path.lastIndexOf('/'));
      makeFolders(session, folder);
      return new SftpUpload(
          session, new SftpUpload.Place(where(), name, path, folder + "/" + partial), kept);
    } catch (StoreException e) {
      session.close();
      throw e;
    }
  }

  private static void makeFolders(Sftp session, String folder) throws StoreException {
    Sftp.Attributes there = session.stat(folder);
    if (there == null) {
      int slash = folder.lastIndexOf('/');
      if (slash > 0) {
        makeFolders(session, folder.substring(0, slash));
      }
      session.makeFolder(folder);
    }
  }

  @Override
  public InputStream read(String name, long from) throws StoreException, InterruptedException {
    String path = path(name);
    Sftp session = session();
    try {
      byte[] handle = session.open(path, Sftp.READING);
      if (handle == null) {
        throw new StoreException(
            Kind.ABSENT,
            "there is no such file (" + where() + "/" + name + ")",
            "see what is there: it may have been moved or deleted by hand");
      }
      return new SftpInput(session, handle, from);
    } catch (StoreException e) {
      session.close();
      throw e;
    }
  }

  @Override
  public List<Stored> list(String prefix) throws StoreException, InterruptedException {
    List<Stored> found = new ArrayList<>();
    try (Sftp session = session()) {
      walk(session, "", found);
    }
    found.removeIf(file -> !file.name().startsWith(prefix) || PartialName.is(last(file.name())));
    found.sort(Comparator.comparing(Stored::name));
    return found;
  }

  private static String last(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private void walk(Sftp session, String under, List<Stored> into) throws StoreException {
    for (Sftp.Listed entry : session.list(settings.folder() + "/" + under)) {
      Sftp.Attributes attributes = entry.attributes();
      String name = under + entry.name();
      if (attributes.isRegular()) {
        into.add(new Stored(name, attributes.size(), attributes.modified()));
      } else if (attributes.isFolder() && !entry.name().matches("\\.\\.?")) {
        walk(session, name + "/", into);
      }
    }
  }

  @Override
  public boolean delete(String name) throws StoreException, InterruptedException {
    String path = path(name);
    try (Sftp session = session()) {
      return session.remove(path);
    }
  }

  @Override
  public List<String> sweep(Instant before) throws StoreException, InterruptedException {
    List<String> swept = new ArrayList<>();
    try (Sftp session = session()) {
      List<Stored> all = new ArrayList<>();
      walk(session, "", all);
      for (Stored file : all) {
        String name = last(file.name());
        if (PartialName.is(name) && file.modified().isBefore(before)) {
          session.remove(settings.folder() + "/" + file.name());
          String folder = file.name().substring(0, file.name().length() - name.length());
          swept.add(folder + PartialName.target(name));
        }
      }
    }
    swept.sort(Comparator.naturalOrder());
    return swept;
  }

  @Override
  public @Nullable Long free() throws StoreException, InterruptedException {
    try (Sftp session = session()) {
      String folder = settings.folder();
      while (session.stat(folder) == null && folder.lastIndexOf('/') > 0) {
        folder = folder.substring(0, folder.lastIndexOf('/'));
      }
      return session.free(folder.isEmpty() ? "/" : folder);
    }
  }
}

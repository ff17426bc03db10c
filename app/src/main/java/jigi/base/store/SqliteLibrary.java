package jigi.base.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Keeps SQLite's native library beside the database. The driver would unpack it for each process
 * anew into the system's folder for temporary files, where that of a killed process stays for ever.
 */
final class SqliteLibrary {
  private static final String PATH = "org.sqlite.lib.path";
  private static final String NAME = "org.sqlite.lib.name";
  private static final String FOLDER = "lib";

  private SqliteLibrary() {}

  /**
   * Has the driver load the library of the folder, unpacking it the first time; to be called before
   * the first connection. Where that is not possible the driver goes its own way.
   */
  static void provide(Path data) {
    if (System.getProperty(PATH) != null) {
      return;
    }
    try {
      provideIn(data.toAbsolutePath().resolve(FOLDER));
    } catch (IOException e) {
      // A folder that cannot be written is told of by the database, which lies in it too.
    }
  }

  private static void provideIn(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    Path library = folder.resolve(name());
    if (!isOurs(folder) || (!Files.exists(library) && !unpack(library))) {
      return;
    }
    System.setProperty(PATH, folder.toString());
    System.setProperty(NAME, library.getFileName().toString());
  }

  /** The version and the kind of machine are part of it, because a data directory may move. */
  private static String name() {
    return SQLiteJDBCLoader.getVersion()
        + "-"
        + System.getProperty("os.arch")
        + "-"
        + System.mapLibraryName("sqlitejdbc");
  }

  /** What somebody else could have put there is not loaded. */
  private static boolean isOurs(Path folder) throws IOException {
    return Files.getOwner(folder).getName().equals(System.getProperty("user.name"))
        && Files.getPosixFilePermissions(folder)
            .equals(PosixFilePermissions.fromString("rwx------"));
  }

  /** False when the driver has no library for this machine. */
  private static boolean unpack(Path library) throws IOException {
    Path folder = library.resolveSibling("");
    try (Stream<Path> before = Files.list(folder)) {
      List<Path> others = before.toList();
      for (Path other : others) {
        Files.delete(other);
      }
    }
    String resource =
        LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName();
    Path fresh = library.resolveSibling(library.getFileName() + ".new");
    try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (in == null) {
        return false;
      }
      Files.copy(in, fresh, StandardCopyOption.REPLACE_EXISTING);
    }
    try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(fresh, library, StandardCopyOption.ATOMIC_MOVE);
    return true;
  }
}

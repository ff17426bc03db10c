package jigi.operate.backup.store.directory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import jigi.operate.backup.store.PartialName;
import jigi.operate.backup.store.Store;
import jigi.operate.backup.store.StoreException;
import jigi.operate.backup.store.StoreException.Kind;
import jigi.operate.backup.store.Stored;
import jigi.operate.backup.store.StoredName;
import jigi.operate.backup.store.Upload;
import org.jspecify.annotations.Nullable;

/**
 * Files in a folder of this machine, mode 0600 in folders of mode 0700. What is being uploaded lies
 * beside its name as {@code .name.key.partial}.
 */
public final class DirectoryStore implements Store {
  private final Path root;

  /**
   * @param root made at the first upload
   */
  public DirectoryStore(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  @Override
  public String where() {
    return root.toString();
  }

  @Override
  public Upload begin(String name) throws StoreException {
    return upload(name, PartialName.of(fileName(name)), false);
  }

  @Override
  public Upload resume(String name, String key) throws StoreException {
    return upload(name, PartialName.of(fileName(name), key), true);
  }

  private static String fileName(String name) {
    return StoredName.check(name).substring(name.lastIndexOf('/') + 1);
  }

  private Upload upload(String name, String partial, boolean keep) throws StoreException {
    Path file = root.resolve(StoredName.check(name));
    try {
      makeFolder(file);
      if (Files.exists(file)) {
        throw new StoreException(
            Kind.TAKEN,
            "there is a file of this name already (" + file + ")",
            "a backup never replaces another: give it a name with {time}");
      }
      return new DirectoryUpload(this, name, file, file.resolveSibling(partial), keep);
    } catch (IOException e) {
      throw said("begin " + name, e);
    }
  }

  private void makeFolder(Path file) throws IOException {
    Path folder = parent(file);
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    if (!folder.toRealPath().startsWith(root.toRealPath())) {
      throw new StoreException(
          Kind.DENIED,
          "a link leads out of the store (" + folder + " is " + folder.toRealPath() + ")",
          "remove the link");
    }
  }

  static Path parent(Path file) {
    Path folder = file.getParent();
    if (folder == null) {
      throw new IllegalStateException("a file without a folder: " + file);
    }
    return folder;
  }

  @Override
  public InputStream read(String name, long from) throws StoreException {
    Path file = root.resolve(StoredName.check(name));
    try {
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      channel.position(from);
      return Channels.newInputStream(channel);
    } catch (NoSuchFileException e) {
      throw new StoreException(
          Kind.ABSENT,
          "there is no such file (" + file + ")",
          "see what is there: it may have been moved or deleted by hand",
          e);
    } catch (IOException e) {
      throw said("read " + name, e);
    }
  }

  @Override
  public List<Stored> list(String prefix) throws StoreException {
    List<Stored> found = new ArrayList<>();
    walk(
        (file, attributes) -> {
          String name = root.relativize(file).toString();
          if (name.startsWith(prefix) && !isPartial(file)) {
            found.add(
                new Stored(name, attributes.size(), attributes.lastModifiedTime().toInstant()));
          }
        });
    found.sort(Comparator.comparing(Stored::name));
    return found;
  }

  @Override
  public boolean delete(String name) throws StoreException {
    Path file = root.resolve(StoredName.check(name));
    try {
      boolean was = Files.deleteIfExists(file);
      if (was) {
        sync(parent(file));
      }
      return was;
    } catch (IOException e) {
      throw said("delete " + name, e);
    }
  }

  @Override
  public List<String> sweep(Instant before) throws StoreException {
    List<Path> left = new ArrayList<>();
    walk(
        (file, attributes) -> {
          if (isPartial(file) && attributes.lastModifiedTime().toInstant().isBefore(before)) {
            left.add(file);
          }
        });
    List<String> names = new ArrayList<>();
    for (Path partial : left) {
      try {
        Files.deleteIfExists(partial);
      } catch (IOException e) {
        throw said("sweep " + partial, e);
      }
      names.add(
          root.relativize(
                  partial.resolveSibling(PartialName.target(String.valueOf(partial.getFileName()))))
              .toString());
    }
    names.sort(Comparator.naturalOrder());
    return names;
  }

  private static boolean isPartial(Path file) {
    return PartialName.is(String.valueOf(file.getFileName()));
  }

  /** What disappears meanwhile is not there. */
  private void walk(BiConsumer<Path, BasicFileAttributes> each) throws StoreException {
    if (!Files.exists(root)) {
      return;
    }
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (attributes.isRegularFile()) {
                each.accept(file, attributes);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
              if (e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
              }
              throw e;
            }
          });
    } catch (IOException e) {
      throw said("list", e);
    }
  }

  @Override
  public @Nullable Long free() throws StoreException {
    Path there = root;
    while (!Files.exists(there) && there.getParent() != null) {
      there = parent(there);
    }
    try {
      return Files.getFileStore(there).getUsableSpace();
    } catch (IOException e) {
      throw said("ask for free space", e);
    }
  }

  /** A name in a folder survives a power cut only when the folder itself was written. */
  static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  StoreException said(String doing, IOException e) {
    if (e instanceof StoreException ours) {
      return ours;
    }
    String reason = String.valueOf(e.getMessage());
    String fact = root + ": cannot " + doing + " (" + reason + ")";
    if (reason.contains("No space left") || reason.contains("Disk quota exceeded")) {
      return new StoreException(
          Kind.FULL, fact, "make room, or keep fewer backups by 'keep:' of the plan", e);
    }
    if (e instanceof AccessDeniedException || reason.contains("ermission denied")) {
      return new StoreException(
          Kind.DENIED, fact, "let Jigi's account write there, or name another folder", e);
    }
    if (reason.contains("Read-only file system")) {
      return new StoreException(Kind.DENIED, fact, "mount it writable", e);
    }
    return new StoreException(Kind.REFUSED, fact, "look at the disk and at its mount", e);
  }
}

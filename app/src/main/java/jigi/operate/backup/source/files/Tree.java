package jigi.operate.backup.source.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Walks folders, follows no links, and tells a visitor of each entry. What cannot be read, changes
 * while it is read, or is neither file, folder nor link is noted and does not end the walk.
 */
final class Tree {
  private static final int CHUNK = 128 * 1024;
  private static final String STATE = "unix:size,lastModifiedTime,ctime,ino,mode,uid,gid";

  private final List<PathMatcher> left;
  private final Map<String, String> unreadable = new TreeMap<>();
  private final Map<String, String> changed = new TreeMap<>();
  private final Map<String, String> skipped = new TreeMap<>();
  private final Attributes attributes = new Attributes();

  /** Of the files with several, the one under which each was met first. */
  private final Map<State.Place, String> names = new HashMap<>();

  /** What is done with the entries, and their bytes. */
  interface Visitor {
    /** The SHA-256 of a file that need not be read; null when it must be. */
    default byte @Nullable [] unchanged(Entry entry, State state) throws IOException {
      return null;
    }

    /** A file was read, and was the same afterwards. */
    default void still(Entry entry, State state, byte[] sha256) throws IOException {}

    void begin(Entry entry) throws IOException;

    void bytes(byte[] bytes, int length) throws IOException;

    void end(Entry entry, byte[] sha256) throws IOException;
  }

  /** What a visitor throws, told apart from what cannot be read. */
  private static final class Broken extends IOException {
    private static final long serialVersionUID = 1;

    Broken(IOException cause) {
      super(cause);
    }
  }

  /**
   * @param left what is left out
   */
  Tree(List<PathMatcher> left) {
    this.left = List.copyOf(left);
  }

  Map<String, String> unreadable() {
    return unreadable;
  }

  Map<String, String> changed() {
    return changed;
  }

  Map<String, String> skipped() {
    return skipped;
  }

  /**
   * Walks one root, the root included.
   *
   * @param name of the root in the archive
   */
  void walk(Path root, String name, Visitor visitor) throws IOException {
    Path real = Files.isSymbolicLink(root) ? root.toRealPath() : root;
    try {
      new Walker(real, name, visitor).walk(real);
    } catch (Broken e) {
      throw e.getCause() instanceof IOException cause ? cause : e;
    }
  }

  /** Tells one line of everything below a root that changes when it does, without reading it. */
  void look(Path root, Consumer<String> line) throws IOException {
    Path real = Files.isSymbolicLink(root) ? root.toRealPath() : root;
    Files.walkFileTree(
        real,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            // Its times change with what is left out, too; what is in it is told by name.
            return left(folder) ? FileVisitResult.SKIP_SUBTREE : tell(folder, "unix:mode,uid,gid");
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            return left(file) ? FileVisitResult.CONTINUE : tell(file, STATE);
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException why) {
            line.accept(file + " cannot be read\n");
            return FileVisitResult.CONTINUE;
          }

          private FileVisitResult tell(Path file, String what) throws IOException {
            try {
              line.accept(file + " " + attributes(file, what) + "\n");
            } catch (NoSuchFileException e) {
              line.accept(file + " went away\n");
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private boolean left(Path file) {
    return left.stream().anyMatch(matcher -> matcher.matches(file));
  }

  private final class Walker {
    private final Path root;
    private final String name;
    private final Visitor visitor;

    Walker(Path root, String name, Visitor visitor) {
      this.root = root;
      this.name = name;
      this.visitor = visitor;
    }

    private String name(Path file) {
      String inner = root.relativize(file).toString();
      return inner.isEmpty() ? name : name + "/" + inner;
    }

    /** In the order of {@link Known#compare}. */
    void walk(Path file) throws IOException {
      requireOn();
      if (left(file)) {
        return;
      }
      try {
        var about =
            Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (about.isDirectory()) {
          folder(file);
        } else if (about.isSymbolicLink()) {
          String to = Files.readSymbolicLink(file).toString();
          tell(State.of(file).entry(name(file), Entry.Kind.LINK, to));
        } else if (about.isRegularFile()) {
          content(file);
        } else {
          skipped.put(file.toString(), "neither a file, a folder nor a link");
        }
      } catch (Broken e) {
        throw e;
      } catch (IOException e) {
        note(file, e);
      }
    }

    private void requireOn() throws Broken {
      if (Thread.currentThread().isInterrupted()) {
        throw new Broken(new InterruptedIOException("interrupted"));
      }
    }

    private void folder(Path folder) throws IOException {
      List<Path> inside;
      try (Stream<Path> files = Files.list(folder)) {
        inside = files.sorted(Comparator.comparing(Tree::lastName)).toList();
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
      tell(with(folder, State.of(folder).entry(name(folder), Entry.Kind.FOLDER, "")));
      for (Path file : inside) {
        walk(file);
      }
    }

    /** What is gone before it is read is no fault: programs make files and remove them. */
    private void note(Path file, IOException why) {
      if (why instanceof NoSuchFileException) {
        changed.put(file.toString(), "it went away before it was read");
        return;
      }
      unreadable.put(
          file.toString(), String.valueOf(why.getClass().getSimpleName().replace("Exception", "")));
    }

    private void tell(Entry entry) throws Broken {
      begin(entry);
      end(entry, new byte[0]);
    }

    private void content(Path file) throws IOException {
      State before = State.of(file);
      String first = names.get(before.place());
      if (first != null) {
        tell(before.entry(name(file), Entry.Kind.NAME, first));
        return;
      }
      Entry entry = with(file, before.entry(name(file), Entry.Kind.FILE, ""));
      if (known(entry, before) == null) {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
          read(file, in, entry, before);
        }
      }
      if (before.place().names() > 1) {
        names.put(before.place(), entry.name());
      }
    }

    private Entry with(Path file, Entry entry) {
      try {
        return entry.with(attributes.of(file));
      } catch (Xattrs.Refused e) {
        skipped.put(file.toString(), "its extended attributes: " + e.getMessage());
        return entry;
      }
    }

    private byte @Nullable [] known(Entry entry, State state) throws Broken {
      try {
        return visitor.unchanged(entry, state);
      } catch (IOException e) {
        throw new Broken(e);
      }
    }

    /** What was true before it was opened must be true when it was read. */
    private void read(Path file, InputStream in, Entry entry, State before) throws Broken {
      byte[] sha256 = copy(file, in, entry);
      boolean same = false;
      try {
        same = before.equals(State.of(file));
        if (!same) {
          changed.putIfAbsent(file.toString(), "it changed while it was read");
        }
      } catch (IOException e) {
        changed.put(file.toString(), "it went away while it was read");
      }
      end(entry, sha256);
      if (same) {
        still(entry, before, sha256);
      }
    }

    private void still(Entry entry, State state, byte[] sha256) throws Broken {
      try {
        visitor.still(entry, state, sha256);
      } catch (IOException e) {
        throw new Broken(e);
      }
    }

    private void end(Entry entry, byte[] sha256) throws Broken {
      try {
        visitor.end(entry, sha256);
      } catch (IOException e) {
        throw new Broken(e);
      }
    }

    /** Exactly as many bytes as the entry says: an archive cannot take more or fewer. */
    private byte[] copy(Path file, InputStream in, Entry entry) throws Broken {
      MessageDigest digest = Tally.newSha256();
      byte[] buffer = new byte[CHUNK];
      long left = entry.size();
      begin(entry);
      while (left > 0) {
        requireOn();
        int n = read(file, in, buffer, (int) Math.min(CHUNK, left));
        if (n < 0) {
          changed.putIfAbsent(file.toString(), "it became shorter while it was read");
          java.util.Arrays.fill(buffer, (byte) 0);
          n = (int) Math.min(CHUNK, left);
        }
        digest.update(buffer, 0, n);
        give(buffer, n);
        left -= n;
      }
      return digest.digest();
    }

    private int read(Path file, InputStream in, byte[] buffer, int most) {
      try {
        return in.read(buffer, 0, most);
      } catch (IOException e) {
        note(file, e);
        return -1;
      }
    }

    private void begin(Entry entry) throws Broken {
      try {
        visitor.begin(entry);
      } catch (IOException e) {
        throw new Broken(e);
      }
    }

    private void give(byte[] buffer, int n) throws Broken {
      try {
        visitor.bytes(buffer, n);
      } catch (IOException e) {
        throw new Broken(e);
      }
    }
  }

  private static String lastName(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static Map<String, Object> attributes(Path file, String what) throws IOException {
    return new TreeMap<>(Files.readAttributes(file, what, LinkOption.NOFOLLOW_LINKS));
  }
}

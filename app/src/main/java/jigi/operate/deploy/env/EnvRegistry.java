package jigi.operate.deploy.env;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jigi.base.kernel.Hash;
import jigi.base.kernel.UserError;
import org.jspecify.annotations.Nullable;

/**
 * The env files of a deployment: those that it reads or writes, and those that people should know
 * of. It tells where they are and whose, and the names that stand in them; never a value.
 */
public final class EnvRegistry {
  /** Who uses a file. */
  public enum Reader {
    /** Jigi, for versions and whether the gateway is switched. */
    DEPLOYMENT,
    /** What starts the application. */
    RUNTIME,
    /** The gateway; Jigi writes where it points. */
    GATEWAY
  }

  /**
   * A file as it is now.
   *
   * @param file absolute
   * @param purpose in the words of the manual; empty where it has none
   * @param owner the account; empty where that cannot be told
   * @param mode as {@code rw-------}; empty where that cannot be told
   * @param changed when it was last written; null where that cannot be told
   * @param variables the names that stand in it, in order
   * @param fault why it cannot be used; null when it can
   */
  public record Entry(
      Path file,
      List<Reader> readers,
      String purpose,
      String owner,
      String mode,
      @Nullable Instant changed,
      List<String> variables,
      @Nullable String fault) {
    public Entry {
      readers = List.copyOf(readers);
      variables = List.copyOf(variables);
    }
  }

  /** What is known of a file without looking at it. */
  private static final class Named {
    private final List<Reader> readers = new ArrayList<>();
    private String purpose = "";
  }

  private final Path folder;
  private final Map<Path, Named> files = new LinkedHashMap<>();

  /**
   * @param folder what relative paths begin with
   */
  public EnvRegistry(Path folder) {
    this.folder = folder.toAbsolutePath();
  }

  /** The same file by another spelling is the same entry. */
  public EnvRegistry with(Reader reader, List<String> names) {
    for (String name : names) {
      List<Reader> readers = named(name).readers;
      if (!readers.contains(reader)) {
        readers.add(reader);
      }
    }
    return this;
  }

  /** What the manual says that files are for, by their names. */
  public EnvRegistry with(Map<String, String> purposes) {
    purposes.forEach((name, purpose) -> named(name).purpose = purpose);
    return this;
  }

  private Named named(String name) {
    return files.computeIfAbsent(folder.resolve(name).normalize(), _ -> new Named());
  }

  /**
   * What of a file tells that something in it has changed.
   *
   * @param changed when it was last written
   * @param marks keyed hashes of the values, by name
   */
  public record Marked(Path file, Instant changed, Map<String, String> marks) {}

  /** Those that can be read; the others are told by {@link #look()}. */
  public List<Marked> marked(byte[] key) {
    List<Marked> all = new ArrayList<>();
    for (Path file : files.keySet()) {
      try {
        Instant changed = Files.getLastModifiedTime(file).toInstant();
        Map<String, String> marks = new LinkedHashMap<>();
        EnvFile.read(file)
            .values()
            .forEach(
                (name, value) ->
                    marks.put(
                        name,
                        HexFormat.of()
                            .formatHex(Hash.hmac(key, file + "\0" + name + "\0" + value))));
        all.add(new Marked(file, changed, marks));
      } catch (IOException | UserError e) {
        // Its row says what is wrong with it, and what was known of it stays.
      }
    }
    return all;
  }

  /** All of them now, in the order in which the manual names them. */
  public List<Entry> look() {
    return files.entrySet().stream().map(each -> look(each.getKey(), each.getValue())).toList();
  }

  private static Entry look(Path file, Named named) {
    String owner = "";
    String mode = "";
    FileTime changed = null;
    try {
      PosixFileAttributes seen = Files.readAttributes(file, PosixFileAttributes.class);
      owner = seen.owner().getName();
      mode = PosixFilePermissions.toString(seen.permissions());
      changed = seen.lastModifiedTime();
    } catch (IOException e) {
      // Reading it, below, says what is wrong with it.
    }
    List<String> variables = List.of();
    String fault = null;
    try {
      variables = List.copyOf(EnvFile.read(file).values().keySet());
    } catch (UserError e) {
      fault = e.fact();
    }
    return new Entry(
        file,
        named.readers,
        named.purpose,
        owner,
        mode,
        changed == null ? null : changed.toInstant(),
        variables,
        fault);
  }
}

package jigi.detect.probe.log;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** A log on the machine that Jigi runs on. */
record LocalLog(Path path) implements LogSource {
  @Override
  public LogFile current() throws IOException {
    return open(path);
  }

  @Override
  public @Nullable LogFile renamed(Position position) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null) {
      return null;
    }
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(file -> !file.equals(path)).filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      if (inode(file) == position.inode()) {
        LogFile found = open(file);
        if (found.continues(position)) {
          return found;
        }
        found.close();
      }
    }
    return null;
  }

  @Override
  public List<Older> older(long now) throws IOException {
    Rotated rotated = new Rotated(path.getFileName().toString());
    List<Older> found = new ArrayList<>();
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(folder(), file -> rotated.holds(file.getFileName().toString()))) {
      for (Path file : all) {
        if (Files.isRegularFile(file) && inode(file) != now) {
          String name = file.getFileName().toString();
          found.add(new Older(name, Files.getLastModifiedTime(file).toInstant(), Files.size(file)));
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    found.sort(Comparator.comparing(Older::changed).reversed());
    return found;
  }

  private Path folder() {
    return Objects.requireNonNull(path.toAbsolutePath().getParent());
  }

  @Override
  public LogFile open(Older older) throws IOException {
    return open(folder().resolve(older.name()));
  }

  @Override
  public InputStream unpacked(Older older) throws IOException {
    InputStream in = Files.newInputStream(folder().resolve(older.name()));
    try {
      return switch (Rotated.packing(older.name())) {
        case "gz" -> new GZIPInputStream(in, 64 * 1024);
        case "zst" -> new ZstdInputStreamNoFinalizer(in);
        case null, default -> throw new IOException("nothing here unpacks " + older.name());
      };
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private static LogFile open(Path file) throws IOException {
    return new Opened(file, inode(file), FileChannel.open(file, StandardOpenOption.READ));
  }

  private static long inode(Path file) throws IOException {
    return ((Number) Files.getAttribute(file, "unix:ino")).longValue();
  }

  /** An open file: it stays the same one when it is renamed meanwhile. */
  private record Opened(Path file, long inode, FileChannel channel) implements LogFile {
    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public Instant changed() throws IOException {
      return Files.getLastModifiedTime(file).toInstant();
    }

    @Override
    public byte[] head(int length) throws IOException {
      byte[] head = new byte[length];
      return java.util.Arrays.copyOf(head, read(head, 0));
    }

    @Override
    public int read(byte[] buffer, long offset) throws IOException {
      ByteBuffer target = ByteBuffer.wrap(buffer);
      while (target.hasRemaining()) {
        if (channel.read(target, offset + target.position()) < 0) {
          break;
        }
      }
      return target.position();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}

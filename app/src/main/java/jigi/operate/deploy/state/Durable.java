package jigi.operate.deploy.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import jigi.base.kernel.CrashPoint;

/** Files that are there whole or as they were, whatever dies meanwhile. */
public final class Durable {
  private static final CrashPoint WRITTEN = CrashPoint.named("deploy.file-written");
  private static final CrashPoint RENAMED = CrashPoint.named("deploy.file-renamed");

  private Durable() {}

  /**
   * Replaces the file: temporary file, fsync, rename, fsync of the folder. Mode, owner and group of
   * what was there are kept.
   */
  public static void write(Path file, String text) throws IOException {
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    Path folder = java.util.Objects.requireNonNull(target.getParent());
    Path temporary = folder.resolve("." + target.getFileName() + ".jigi-new");
    Files.deleteIfExists(temporary);
    try (FileChannel channel =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      if (Files.exists(target)) {
        keepAttributes(target, temporary);
      }
      channel.force(true);
    }
    WRITTEN.pass();
    Files.move(
        temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    RENAMED.pass();
    sync(folder);
  }

  /** Lets a link lead there, from one instant to the next; it need not have been there before. */
  public static void link(Path link, Path target) throws IOException {
    Path folder = java.util.Objects.requireNonNull(link.toAbsolutePath().getParent());
    Path temporary = folder.resolve("." + link.getFileName() + ".jigi-new");
    Files.deleteIfExists(temporary);
    Files.createSymbolicLink(temporary, target);
    WRITTEN.pass();
    Files.move(
        temporary, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    RENAMED.pass();
    sync(folder);
  }

  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void keepAttributes(Path from, Path to) throws IOException {
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(from);
    Files.setPosixFilePermissions(to, mode);
    for (String each : new String[] {"unix:uid", "unix:gid"}) {
      Object was = Files.getAttribute(from, each);
      if (!was.equals(Files.getAttribute(to, each))) {
        Files.setAttribute(to, each, was);
      }
    }
  }
}

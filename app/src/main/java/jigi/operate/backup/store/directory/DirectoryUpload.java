package jigi.operate.backup.store.directory;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import jigi.base.kernel.CrashPoint;
import jigi.operate.backup.store.StoreException;
import jigi.operate.backup.store.Stored;
import jigi.operate.backup.store.Upload;

/** Written beside the name, made durable, then renamed. */
final class DirectoryUpload implements Upload {
  private static final CrashPoint WRITTEN = CrashPoint.named("backup.store.written");
  private static final CrashPoint RENAMED = CrashPoint.named("backup.store.renamed");

  private final DirectoryStore store;
  private final String name;
  private final Path file;
  private final Path partial;
  private final boolean keep;
  private final FileChannel channel;
  private final long there;
  private long position;
  private boolean committed;

  /**
   * @param keep leave what was written when this is closed without a commit
   */
  DirectoryUpload(DirectoryStore store, String name, Path file, Path partial, boolean keep)
      throws IOException {
    this.store = store;
    this.name = name;
    this.file = file;
    this.partial = partial;
    this.keep = keep;
    this.channel =
        FileChannel.open(
            partial,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    this.there = channel.size();
    channel.position(there);
  }

  @Override
  public OutputStream out() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        DirectoryUpload.this.write(bytes, offset, length);
      }
    };
  }

  @Override
  public long reused() {
    return Math.min(there, position);
  }

  private void write(byte[] bytes, int offset, int length) throws StoreException {
    int skipped = (int) Math.min(length, Math.max(0, there - position));
    ByteBuffer rest = ByteBuffer.wrap(bytes, offset + skipped, length - skipped);
    try {
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    } catch (IOException e) {
      throw store.said("write " + name, e);
    }
    position += length;
  }

  @Override
  public Stored commit() throws StoreException {
    try {
      channel.truncate(position);
      channel.force(true);
      channel.close();
      WRITTEN.pass();
      Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
      committed = true;
      RENAMED.pass();
      DirectoryStore.sync(DirectoryStore.parent(file));
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stored(name, now.size(), now.lastModifiedTime().toInstant());
    } catch (IOException e) {
      throw store.said("commit " + name, e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    if (!committed && !keep) {
      Files.deleteIfExists(partial);
    }
  }
}

package jigi.metrics.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import jigi.metrics.model.Matcher;

/**
 * The tombstones on disk, written as a whole and renamed over the ones before: magic, count, then
 * each one's last block, range and matchers, and a checksum over all of it.
 */
record TombstoneFile(StorageDirectory directory) {
  private static final String NAME = "tombstones";
  private static final long MAGIC = 0x31534d4f5449474aL;
  private static final int MOST = 1_000_000;
  private static final long LARGEST = 64L << 20;

  void write(List<Tombstone> tombstones) throws IOException {
    Path path = directory.path().resolve(NAME);
    if (tombstones.isEmpty()) {
      directory.files().delete(path);
      directory.files().syncDirectory(directory.path());
      return;
    }
    ByteSink out = new ByteSink(256);
    out.putLong(MAGIC);
    out.putVarint(tombstones.size());
    for (Tombstone tombstone : tombstones) {
      out.putVarint(tombstone.throughBlock());
      out.putLong(tombstone.fromMs());
      out.putLong(tombstone.toMs());
      out.putVarint(tombstone.matchers().size());
      for (Matcher matcher : tombstone.matchers()) {
        out.putString(matcher.name());
        out.putByte(matcher.op().ordinal());
        out.putString(matcher.value());
      }
    }
    out.putInt(checksum(out.bytes(), out.length()));
    Path temporary = directory.path().resolve(NAME + ".tmp");
    try (AppendFile file = directory.files().create(temporary)) {
      file.write(out.bytes(), 0, out.length());
      file.sync();
    }
    directory.files().move(temporary, path);
    directory.files().syncDirectory(directory.path());
  }

  /**
   * What was deleted. A damaged file is put aside and reported: what it had deleted is back then,
   * and somebody has to know.
   */
  List<Tombstone> read(StorageListener listener) throws IOException {
    Path path = directory.path().resolve(NAME);
    if (!Files.exists(path)) {
      return List.of();
    }
    try {
      if (Files.size(path) > LARGEST) {
        throw new CorruptDataException("the file is too large");
      }
      return parse(Files.readAllBytes(path));
    } catch (CorruptDataException e) {
      Path aside = directory.quarantine(path);
      listener.on(new StorageEvent.BlockQuarantined(path, aside, String.valueOf(e.getMessage())));
      return List.of();
    }
  }

  /**
   * @throws CorruptDataException for bytes that {@link #write} never writes
   */
  static List<Tombstone> parse(byte[] bytes) {
    int length = bytes.length - 4;
    if (length < 0
        || new ByteSource(bytes, length, bytes.length).getInt() != checksum(bytes, length)) {
      throw new CorruptDataException("the checksum of the tombstones is wrong");
    }
    ByteSource in = new ByteSource(bytes, 0, length);
    if (in.getLong() != MAGIC) {
      throw new CorruptDataException("the file holds no tombstones");
    }
    int count = in.getCount(MOST);
    List<Tombstone> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long through = in.getVarint();
      long from = in.getLong();
      long to = in.getLong();
      int matchers = in.getCount(length);
      List<Matcher> read = new ArrayList<>();
      for (int k = 0; k < matchers; k++) {
        read.add(matcher(in));
      }
      all.add(new Tombstone(read, from, to, through));
    }
    return List.copyOf(all);
  }

  private static Matcher matcher(ByteSource in) {
    String name = in.getString();
    int op = in.getByte();
    String value = in.getString();
    if (op < 0 || op >= Matcher.Op.values().length) {
      throw new CorruptDataException("an unknown operator: " + op);
    }
    try {
      return new Matcher(name, Matcher.Op.values()[op], value);
    } catch (com.google.re2j.PatternSyntaxException e) {
      throw new CorruptDataException("a pattern that cannot be read");
    }
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}

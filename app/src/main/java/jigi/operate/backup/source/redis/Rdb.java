package jigi.operate.backup.source.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads a snapshot of Redis (RDB, versions 1 to 12) to its end: counts the keys of every database,
 * skips their values by the format's rules, and compares the sum that the server put at its end.
 */
final class Rdb {
  /** What comes is no snapshot, or not a whole one. */
  static final class Damaged extends IOException {
    private static final long serialVersionUID = 1;

    Damaged(String what) {
      super("this is no whole snapshot of Redis: " + what);
    }
  }

  /** The reflected polynomial of CRC-64/Jones, with which Redis sums snapshots. */
  private static final long POLYNOMIAL = 0x95ac9329ac4bc9b5L;

  private static final int EOF = 255;
  private static final int CHUNK = 16 * 1024;

  private final InputStream in;
  private final long[] table = new long[256];
  private final byte[] chunk = new byte[CHUNK];
  private final Map<Integer, Counted> databases = new TreeMap<>();
  private long sum;

  /**
   * Keys of a database.
   *
   * @param expiring those among them that go by themselves
   */
  record Counted(long keys, long expiring) {
    Counted plus(boolean expires) {
      return new Counted(keys + 1, expiring + (expires ? 1 : 0));
    }
  }

  Rdb(InputStream in) {
    this.in = in;
    for (int i = 0; i < table.length; i++) {
      long value = i;
      for (int bit = 0; bit < 8; bit++) {
        value = (value & 1) == 1 ? value >>> 1 ^ POLYNOMIAL : value >>> 1;
      }
      table[i] = value;
    }
  }

  /**
   * Reads all of it.
   *
   * @return the databases that have keys, by number
   * @throws Damaged when it is none, or not whole
   */
  Map<Integer, Counted> read() throws IOException {
    String head = new String(bytes(9), StandardCharsets.ISO_8859_1);
    if (!head.matches("REDIS[0-9]{4}")) {
      throw new Damaged("it does not begin like one");
    }
    int version = Integer.parseInt(head.substring(5));
    int database = 0;
    boolean expires = false;
    for (int code = one(); code != EOF; code = one()) {
      switch (code) {
        case 254 -> database = (int) length();
        case 253 -> expires = skipped(4);
        case 252 -> expires = skipped(8);
        case 251 -> {
          length();
          length();
        }
        case 250 -> {
          string();
          string();
        }
        case 249 -> skip(1);
        case 248 -> length();
        case 247 -> moduleAux();
        case 245 -> string();
        case 244 -> {
          length();
          length();
          length();
        }
        default -> {
          string();
          new RdbValue(this).skip(code);
          databases.put(
              database, databases.getOrDefault(database, new Counted(0, 0)).plus(expires));
          expires = false;
        }
      }
    }
    requireSum(version);
    return databases;
  }

  private boolean skipped(long n) throws IOException {
    skip(n);
    return true;
  }

  private void moduleAux() throws IOException {
    length();
    new RdbValue(this).module();
  }

  /** Since version 5; zero where the server was told not to sum. */
  private void requireSum(int version) throws IOException {
    long wanted = sum;
    if (version >= 5) {
      long stored = 0;
      byte[] last = bytes(8);
      for (int i = 7; i >= 0; i--) {
        stored = stored << 8 | last[i] & 0xff;
      }
      if (stored != 0 && stored != wanted) {
        throw new Damaged("its sum is another one");
      }
    }
  }

  /** After {@link #read}: a file holds nothing else. */
  void requireEnd() throws IOException {
    if (in.read() >= 0) {
      throw new Damaged("something follows its end");
    }
  }

  int one() throws IOException {
    return bytes(1)[0] & 0xff;
  }

  private byte[] bytes(int n) throws IOException {
    byte[] all = in.readNBytes(n);
    if (all.length < n) {
      throw new Damaged("it is cut off");
    }
    add(all, n);
    return all;
  }

  private void add(byte[] bytes, int n) {
    for (int i = 0; i < n; i++) {
      sum = table[(int) (sum ^ bytes[i]) & 0xff] ^ sum >>> 8;
    }
  }

  void skip(long n) throws IOException {
    long left = n;
    while (left > 0) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted");
      }
      int read = in.read(chunk, 0, (int) Math.min(CHUNK, left));
      if (read < 0) {
        throw new Damaged("it is cut off");
      }
      add(chunk, read);
      left -= read;
    }
  }

  /** A number of things that follow. */
  long length() throws IOException {
    int first = one();
    if (first >> 6 == 3) {
      throw new Damaged("a length that is a value");
    }
    return length(first);
  }

  private long length(int first) throws IOException {
    return switch (first >> 6) {
      case 0 -> first & 0x3f;
      case 1 -> (first & 0x3fL) << 8 | one();
      default -> first == 0x80 ? bigEndian(4) : bigEndian(8);
    };
  }

  private long bigEndian(int n) throws IOException {
    long value = 0;
    for (byte b : bytes(n)) {
      value = value << 8 | b & 0xff;
    }
    if (value < 0) {
      throw new Damaged("a length of " + value);
    }
    return value;
  }

  /** Bytes, perhaps compressed, or a number in their place. */
  void string() throws IOException {
    int first = one();
    if (first >> 6 != 3) {
      skip(length(first));
      return;
    }
    switch (first & 0x3f) {
      case 0 -> skip(1);
      case 1 -> skip(2);
      case 2 -> skip(4);
      case 3 -> {
        long compressed = length();
        length();
        skip(compressed);
      }
      default -> throw new Damaged("a value of kind " + (first & 0x3f));
    }
  }
}

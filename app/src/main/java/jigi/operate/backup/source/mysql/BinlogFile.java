package jigi.operate.backup.source.mysql;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import jigi.operate.backup.source.BackupException;

/**
 * A file of the binary log, read event by event to its end (version 4; MariaDB Knowledge Base,
 * "Replication Protocol: event header, format description, GTID list, GTID").
 *
 * @param created when the server began it, seconds since 1970
 * @param last when the last event was written, seconds since 1970
 * @param before the transactions before it: the number of the last, by domain and server
 * @param after the same at its end
 */
record BinlogFile(long created, long last, Map<String, Long> before, Map<String, Long> after) {
  private static final byte[] MAGIC = {(byte) 0xfe, 'b', 'i', 'n'};
  private static final int HEADER = 19;
  private static final int FLAGS = 17;
  private static final int IN_USE = 1;
  private static final int SUM = 4;
  private static final int CHUNK = 64 * 1024;
  private static final int FORMAT = 15;
  private static final int GTID = 162;
  private static final int GTID_LIST = 163;
  private static final int GTID_SIZE = 12;
  private static final int LIST_ENTRY = 16;

  /**
   * Larger than any event that is looked into; what claims to be is damaged, and is only summed.
   */
  private static final int MOST = 16 * 1024 * 1024;

  /**
   * Reads all of it, and sees that each event is the one that was written.
   *
   * @throws BackupException {@code log-damaged}
   */
  static BinlogFile read(Path file) throws IOException, BackupException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), CHUNK)) {
      if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
        throw damaged(file, 0, "it is no binary log");
      }
      return new Reading(file, in).all();
    }
  }

  private static BackupException damaged(Path file, long at, String why) {
    return new BackupException(
        "log-damaged",
        "the received log " + file.getFileName() + " is damaged at " + at + ": " + why);
  }

  /** Goes through the events once. */
  private static final class Reading {
    private final Path file;
    private final InputStream in;
    private final Map<String, Long> before = new TreeMap<>();
    private final Map<String, Long> state = new TreeMap<>();
    private long at = MAGIC.length;
    private long created;
    private long last;
    private boolean summed;

    Reading(Path file, InputStream in) {
      this.file = file;
      this.in = in;
    }

    BinlogFile all() throws IOException, BackupException {
      for (byte[] head = in.readNBytes(HEADER); head.length > 0; head = in.readNBytes(HEADER)) {
        if (head.length < HEADER) {
          throw damaged(file, at, "it ends within an event");
        }
        event(head);
      }
      if (created == 0) {
        throw damaged(file, at, "it does not say when it was begun");
      }
      return new BinlogFile(created, last, before, state);
    }

    private void event(byte[] head) throws IOException, BackupException {
      ByteBuffer fields = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
      long time = Integer.toUnsignedLong(fields.getInt(0));
      int type = head[4] & 0xff;
      long server = Integer.toUnsignedLong(fields.getInt(5));
      long size = Integer.toUnsignedLong(fields.getInt(9));
      if (size < HEADER) {
        throw damaged(file, at, "an event of " + size + " bytes");
      }
      boolean kept = (type == FORMAT || type == GTID || type == GTID_LIST) && size <= MOST;
      CRC32 sum = new CRC32();
      if (type == FORMAT) {
        // The server clears the mark when it ends the file, and does not count it.
        head[FLAGS] &= ~IN_USE;
        created = created == 0 ? time : created;
      }
      sum.update(head);
      byte[] body = body(size - HEADER, kept, sum, type);
      last = time == 0 ? last : time;
      if (type == GTID && body.length >= GTID_SIZE) {
        gtid(body, server);
      } else if (type == GTID_LIST && body.length >= SUM) {
        list(body);
      }
      at += size;
    }

    /** What follows the header; only its beginning of an event that nobody looks into. */
    private byte[] body(long size, boolean kept, CRC32 sum, int type)
        throws IOException, BackupException {
      byte[] whole = kept ? in.readNBytes((int) size) : new byte[0];
      if (kept && whole.length < size) {
        throw damaged(file, at, "it ends within an event");
      }
      if (type == FORMAT) {
        summed = whole.length > SUM && whole[whole.length - SUM - 1] == 1;
      }
      // The description of the format has a checksum, whatever it says of the others.
      boolean has = summed || type == FORMAT;
      long plain = has ? size - SUM : size;
      if (plain < 0) {
        throw damaged(file, at, "an event without its checksum");
      }
      if (kept) {
        sum.update(whole, 0, (int) plain);
      } else {
        skip(plain, sum);
      }
      byte[] written =
          kept
              ? Arrays.copyOfRange(whole, (int) plain, whole.length)
              : in.readNBytes(has ? SUM : 0);
      if (has && number(written) != sum.getValue()) {
        throw damaged(file, at, "the checksum of an event is another one");
      }
      return whole;
    }

    private void skip(long size, CRC32 sum) throws IOException, BackupException {
      byte[] buffer = new byte[CHUNK];
      for (long left = size; left > 0; ) {
        int n = in.read(buffer, 0, (int) Math.min(left, CHUNK));
        if (n < 0) {
          throw damaged(file, at, "it ends within an event");
        }
        sum.update(buffer, 0, n);
        left -= n;
      }
    }

    private static long number(byte[] written) {
      return written.length < SUM
          ? -1
          : Integer.toUnsignedLong(
              ByteBuffer.wrap(written).order(ByteOrder.LITTLE_ENDIAN).getInt());
    }

    private void gtid(byte[] body, long server) {
      ByteBuffer fields = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
      long sequence = fields.getLong();
      long domain = Integer.toUnsignedLong(fields.getInt());
      state.put(domain + "-" + server, sequence);
    }

    private void list(byte[] body) {
      ByteBuffer fields = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
      int count = fields.getInt() & 0x0fff_ffff;
      for (int i = 0; i < count && fields.remaining() >= LIST_ENTRY; i++) {
        long domain = Integer.toUnsignedLong(fields.getInt());
        long server = Integer.toUnsignedLong(fields.getInt());
        long sequence = fields.getLong();
        before.put(domain + "-" + server, sequence);
        state.put(domain + "-" + server, sequence);
      }
    }
  }
}

package jigi.operate.backup.store.sftp;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import jigi.base.exec.Piped;
import jigi.operate.backup.store.StoreException;
import jigi.operate.backup.store.StoreException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A session of SFTP, version 3 (draft-ietf-secsh-filexfer-02) with OpenSSH's extensions (PROTOCOL,
 * section 4), over a subsystem of SSH. One thread at a time.
 */
final class Sftp implements Closeable {
  private static final int INIT = 1;
  private static final int VERSION = 2;
  private static final int OPEN = 3;
  private static final int CLOSE = 4;
  private static final int READ = 5;
  private static final int WRITE = 6;
  private static final int LSTAT = 7;
  private static final int FSTAT = 8;
  private static final int OPENDIR = 11;
  private static final int READDIR = 12;
  private static final int REMOVE = 13;
  private static final int MKDIR = 14;
  private static final int RENAME = 18;
  private static final int EXTENDED = 200;
  private static final int STATUS = 101;
  private static final int HANDLE = 102;
  private static final int DATA = 103;
  private static final int NAME = 104;
  private static final int ATTRS = 105;
  private static final int EXTENDED_REPLY = 201;

  static final int WRITING = 2 | 8; // WRITE and CREAT
  static final int READING = 1;
  private static final int HAS_SIZE = 1;
  private static final int HAS_OWNER = 2;
  private static final int HAS_MODE = 4;
  private static final int HAS_TIMES = 8;
  private static final int HAS_MORE = 0x80000000;
  private static final int KIND_OF_FILE = 0170000;
  private static final int FOLDER = 0040000;
  private static final int REGULAR = 0100000;

  /** What every server takes. */
  static final int BLOCK = 32 * 1024;

  private static final int LARGEST = 1 << 20;
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final String where;
  private final Piped piped;
  private final DataOutputStream out;
  private final DataInputStream in;
  private final Set<String> extensions = new HashSet<>();
  private int nextId;

  /** A file as the server describes it. */
  record Attributes(long size, int mode, Instant modified) {
    boolean isFolder() {
      return (mode & KIND_OF_FILE) == FOLDER;
    }

    boolean isRegular() {
      return (mode & KIND_OF_FILE) == REGULAR;
    }
  }

  /** An entry of a folder. */
  record Listed(String name, Attributes attributes) {}

  /** An answer: its type, and what follows the request's number. */
  record Answer(int type, int id, DataInputStream body) {}

  Sftp(String where, Piped piped) throws StoreException {
    this.where = where;
    this.piped = piped;
    this.out = new DataOutputStream(new java.io.BufferedOutputStream(piped.in(), BLOCK + 1024));
    this.in = new DataInputStream(new java.io.BufferedInputStream(piped.out(), BLOCK + 1024));
    try {
      out.writeInt(5);
      out.writeByte(INIT);
      out.writeInt(3);
      out.flush();
      byte[] hello = packet();
      DataInputStream body = new DataInputStream(new ByteArrayInputStream(hello));
      if (body.readUnsignedByte() != VERSION) {
        throw new EOFException("no SFTP");
      }
      body.readInt();
      while (body.available() > 0) {
        extensions.add(text(body));
        text(body);
      }
    } catch (IOException e) {
      piped.kill();
      throw new StoreException(
          Kind.UNREACHABLE,
          where + ": the host answers, and speaks no SFTP",
          "see that its sshd_config has a line 'Subsystem sftp internal-sftp'",
          e);
    }
  }

  private byte[] packet() throws IOException {
    int length = in.readInt();
    if (length < 1 || length > LARGEST) {
      throw new IOException("not SFTP: a packet of " + length + " bytes");
    }
    return in.readNBytes(length);
  }

  private StoreException lost(IOException e) {
    if (e instanceof StoreException ours) {
      return ours;
    }
    String said;
    try {
      // Its last words are complete when it has ended; one that does not end is killed then.
      said = piped.await(LAST_WORDS).stderr().strip();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      said = "";
    }
    return new StoreException(
        Kind.UNREACHABLE,
        where + ": the connection was lost" + (said.isEmpty() ? "" : " (" + said + ")"),
        "see that the host runs",
        e);
  }

  /** The parts of a request. */
  interface Parts {
    void to(DataOutputStream out) throws IOException;
  }

  /** Sends without waiting; the request's number. */
  int send(int type, Parts parts) throws StoreException {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      parts.to(new DataOutputStream(bytes));
      out.writeInt(5 + bytes.size());
      out.writeByte(type);
      out.writeInt(nextId);
      bytes.writeTo(out);
      return nextId++;
    } catch (IOException e) {
      throw lost(e);
    }
  }

  Answer answer() throws StoreException {
    try {
      out.flush();
      DataInputStream body = new DataInputStream(new ByteArrayInputStream(packet()));
      return new Answer(body.readUnsignedByte(), body.readInt(), body);
    } catch (IOException e) {
      throw lost(e);
    }
  }

  private Answer asked(int type, Parts parts) throws StoreException {
    int id = send(type, parts);
    Answer answer = answer();
    if (answer.id() != id) {
      throw lost(new IOException("answers are out of order"));
    }
    return answer;
  }

  /** What an answer other than the wanted one says; null when it is the wanted one. */
  private @Nullable Refusal refusal(Answer answer, int wanted) throws IOException {
    if (answer.type() == wanted && wanted != STATUS) {
      return null;
    }
    int code = answer.body().readInt();
    String message = answer.body().available() > 0 ? text(answer.body()) : "";
    return code == 0 && wanted == STATUS ? null : new Refusal(code, message);
  }

  /** An answer of failure. */
  private record Refusal(int code, String message) {
    static final int END = 1;
    static final int ABSENT = 2;
    static final int DENIED = 3;
  }

  private Answer expect(String doing, Answer answer, int wanted) throws StoreException {
    try {
      Refusal refusal = refusal(answer, wanted);
      if (refusal != null) {
        throw said(doing, refusal);
      }
      return answer;
    } catch (IOException e) {
      throw lost(e);
    }
  }

  private StoreException said(String doing, Refusal refusal) {
    String fact = where + ": cannot " + doing + " (" + refusal.message() + ")";
    return switch (refusal.code()) {
      case Refusal.ABSENT -> new StoreException(Kind.ABSENT, fact, "see what is there");
      case Refusal.DENIED ->
          new StoreException(
              Kind.DENIED, fact, "let the account write there, or name another folder");
      default -> new StoreException(Kind.REFUSED, fact, "look at the disk there");
    };
  }

  /** A handle; null when there is no such file. */
  byte @Nullable [] open(String path, int flags) throws StoreException {
    Answer answer =
        asked(
            OPEN,
            o -> {
              text(o, path);
              o.writeInt(flags);
              o.writeInt(HAS_MODE);
              o.writeInt(0600);
            });
    return handle("open " + path, answer);
  }

  private byte @Nullable [] handle(String doing, Answer answer) throws StoreException {
    try {
      Refusal refusal = refusal(answer, HANDLE);
      if (refusal == null) {
        return bytes(answer.body());
      }
      if (refusal.code() == Refusal.ABSENT) {
        return null;
      }
      throw said(doing, refusal);
    } catch (IOException e) {
      throw lost(e);
    }
  }

  void close(byte[] handle) throws StoreException {
    expect("close a file", asked(CLOSE, o -> bytes(o, handle, 0, handle.length)), STATUS);
  }

  /** Sends a block without waiting; {@link #written} takes the answer. */
  void write(byte[] handle, long at, byte[] block, int offset, int length) throws StoreException {
    send(
        WRITE,
        o -> {
          bytes(o, handle, 0, handle.length);
          o.writeLong(at);
          bytes(o, block, offset, length);
        });
  }

  void written() throws StoreException {
    expect("write", answer(), STATUS);
  }

  int read(byte[] handle, long at) throws StoreException {
    return send(
        READ,
        o -> {
          bytes(o, handle, 0, handle.length);
          o.writeLong(at);
          o.writeInt(BLOCK);
        });
  }

  /** The bytes of an answer to {@link #read}; null at the end. */
  byte @Nullable [] data() throws StoreException {
    Answer answer = answer();
    try {
      Refusal refusal = refusal(answer, DATA);
      if (refusal == null) {
        return bytes(answer.body());
      }
      if (refusal.code() == Refusal.END) {
        return null;
      }
      throw said("read", refusal);
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /** Null when there is nothing of that name. */
  @Nullable Attributes stat(String path) throws StoreException {
    return attributes("look at " + path, asked(LSTAT, o -> text(o, path)));
  }

  @Nullable Attributes stat(byte[] handle) throws StoreException {
    return attributes("look at a file", asked(FSTAT, o -> bytes(o, handle, 0, handle.length)));
  }

  private @Nullable Attributes attributes(String doing, Answer answer) throws StoreException {
    try {
      Refusal refusal = refusal(answer, ATTRS);
      if (refusal == null) {
        return attributes(answer.body());
      }
      if (refusal.code() == Refusal.ABSENT) {
        return null;
      }
      throw said(doing, refusal);
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /** The entries of a folder; none when it is not there. */
  List<Listed> list(String path) throws StoreException {
    byte[] handle = handle("list " + path, asked(OPENDIR, o -> text(o, path)));
    List<Listed> found = new ArrayList<>();
    if (handle == null) {
      return found;
    }
    try {
      while (true) {
        Answer answer = asked(READDIR, o -> bytes(o, handle, 0, handle.length));
        Refusal refusal = refusal(answer, NAME);
        if (refusal != null) {
          if (refusal.code() != Refusal.END) {
            throw said("list " + path, refusal);
          }
          close(handle);
          return found;
        }
        for (int i = answer.body().readInt(); i > 0; i--) {
          String name = text(answer.body());
          text(answer.body());
          found.add(new Listed(name, attributes(answer.body())));
        }
      }
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /** False when there was none. */
  boolean remove(String path) throws StoreException {
    Answer answer = asked(REMOVE, o -> text(o, path));
    try {
      Refusal refusal = refusal(answer, STATUS);
      if (refusal != null && refusal.code() != Refusal.ABSENT) {
        throw said("delete " + path, refusal);
      }
      return refusal == null;
    } catch (IOException e) {
      throw lost(e);
    }
  }

  void makeFolder(String path) throws StoreException {
    Answer answer =
        asked(
            MKDIR,
            o -> {
              text(o, path);
              o.writeInt(HAS_MODE);
              o.writeInt(0700);
            });
    expect("make the folder " + path, answer, STATUS);
  }

  /** Refused when the target exists. */
  void rename(String from, String to) throws StoreException {
    Answer answer =
        asked(
            RENAME,
            o -> {
              text(o, from);
              text(o, to);
            });
    expect("rename to " + to, answer, STATUS);
  }

  /** Has the server's disk hold the file, where it knows how to. */
  void sync(byte[] handle) throws StoreException {
    if (extensions.contains("fsync@openssh.com")) {
      Answer answer =
          asked(
              EXTENDED,
              o -> {
                text(o, "fsync@openssh.com");
                bytes(o, handle, 0, handle.length);
              });
      expect("make durable", answer, STATUS);
    }
  }

  /** Free bytes for us; null where the server does not say. */
  @Nullable Long free(String path) throws StoreException {
    if (!extensions.contains("statvfs@openssh.com")) {
      return null;
    }
    Answer answer =
        asked(
            EXTENDED,
            o -> {
              text(o, "statvfs@openssh.com");
              text(o, path);
            });
    try {
      if (refusal(answer, EXTENDED_REPLY) != null) {
        return null;
      }
      answer.body().readLong();
      long fragment = answer.body().readLong();
      answer.body().readLong();
      answer.body().readLong();
      return fragment * answer.body().readLong();
    } catch (IOException e) {
      throw lost(e);
    }
  }

  private static Attributes attributes(DataInputStream body) throws IOException {
    int flags = body.readInt();
    long size = (flags & HAS_SIZE) == 0 ? 0 : body.readLong();
    if ((flags & HAS_OWNER) != 0) {
      body.readLong();
    }
    int mode = (flags & HAS_MODE) == 0 ? 0 : body.readInt();
    long modified = 0;
    if ((flags & HAS_TIMES) != 0) {
      body.readInt();
      modified = Integer.toUnsignedLong(body.readInt());
    }
    for (int i = (flags & HAS_MORE) == 0 ? 0 : body.readInt(); i > 0; i--) {
      text(body);
      text(body);
    }
    return new Attributes(size, mode, Instant.ofEpochSecond(modified));
  }

  private static String text(DataInputStream body) throws IOException {
    return new String(bytes(body), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(DataInputStream body) throws IOException {
    int length = body.readInt();
    if (length < 0 || length > body.available()) {
      throw new EOFException("a broken packet");
    }
    return body.readNBytes(length);
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    bytes(out, bytes, 0, bytes.length);
  }

  private static void bytes(DataOutputStream out, byte[] bytes, int offset, int length)
      throws IOException {
    out.writeInt(length);
    out.write(bytes, offset, length);
  }

  @Override
  public void close() {
    piped.close();
  }
}

package jigi.operate.backup.seal;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.ZipException;
import jigi.operate.backup.seal.SealException.Kind;
import org.jspecify.annotations.Nullable;

/** Gives plaintext, and in the end says whether it was all of it. */
public final class OpeningInput extends InputStream {
  private static final int BUFFER = 1 << 16;

  private final Counted.In stored;
  private final Compression compression;
  private final @Nullable Envelope envelope;
  private final @Nullable Sums expected;
  private final MessageDigest digest = Counted.newSha256();
  private @Nullable InputStream decrypted;
  private @Nullable InputStream plain;
  private long count;
  private boolean ended;

  OpeningInput(
      InputStream stored,
      Compression compression,
      @Nullable Envelope envelope,
      @Nullable Sums expected) {
    this.stored = new Counted.In(stored);
    this.compression = compression;
    this.envelope = envelope;
    this.expected = expected;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /**
   * @throws SealException when the stored bytes do not open
   * @throws IOException of the store when they cannot be had
   */
  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (ended) {
      return -1;
    }
    try {
      int read = opened().read(target, offset, length);
      if (read < 0) {
        ended = true;
      } else {
        digest.update(target, offset, read);
        count += read;
      }
      return read;
    } catch (IOException e) {
      if (stored.failure() != null) {
        throw stored.failure();
      }
      throw judged(e);
    }
  }

  private InputStream opened() throws IOException {
    if (plain == null) {
      decrypted = envelope == null ? stored : envelope.open(stored);
      plain = compression.decompress(decrypted);
    }
    return plain;
  }

  /**
   * Reads what is left, and everything after it that should not be there.
   *
   * @throws SealException when stored bytes or plaintext are not those that were expected
   */
  public Sums finish() throws IOException {
    byte[] buffer = new byte[BUFFER];
    while (read(buffer, 0, buffer.length) >= 0) {
      continue;
    }
    long excess = drained(decrypted == null ? stored : decrypted, buffer);
    excess += drained(stored, buffer);
    Sums sums =
        new Sums(count, HexFormat.of().formatHex(digest.digest()), stored.count(), stored.sha256());
    if (expected != null && !expected.equals(sums)) {
      throw new SealException(difference(expected, sums), differenceText(expected, sums));
    }
    if (excess > 0) {
      throw new SealException(
          Kind.DAMAGED, "the data goes on after its end, by " + excess + " bytes");
    }
    return sums;
  }

  private long drained(InputStream rest, byte[] buffer) throws IOException {
    long bytes = 0;
    for (int n = rest.read(buffer); n >= 0; n = rest.read(buffer)) {
      bytes += n;
    }
    return bytes;
  }

  private static Kind difference(Sums expected, Sums found) {
    return found.storedBytes() < expected.storedBytes() ? Kind.TRUNCATED : Kind.DAMAGED;
  }

  private static String differenceText(Sums expected, Sums found) {
    if (found.storedBytes() != expected.storedBytes()) {
      return "the stored file has "
          + found.storedBytes()
          + " bytes instead of "
          + expected.storedBytes();
    }
    return found.storedSha256().equals(expected.storedSha256())
        ? "the plaintext is not the one that was sealed"
        : "the stored file is not the one that was written: its SHA-256 is "
            + found.storedSha256().substring(0, 12)
            + "… instead of "
            + expected.storedSha256().substring(0, 12)
            + "…";
  }

  /** Formats tell only that they do not like what they see; the stored bytes tell why. */
  private SealException judged(IOException e) throws IOException {
    SealException said = e instanceof SealException ours ? ours : named(e);
    if (expected == null) {
      return said;
    }
    drained(stored, new byte[BUFFER]);
    Sums found = new Sums(count, "", stored.count(), stored.sha256());
    if (found.storedBytes() != expected.storedBytes()
        || !found.storedSha256().equals(expected.storedSha256())) {
      return new SealException(
          difference(expected, found), differenceText(expected, found) + "; " + said.fact(), e);
    }
    return said;
  }

  private SealException named(IOException e) {
    boolean early =
        e instanceof EOFException || String.valueOf(e.getMessage()).contains("Truncated source");
    if (early) {
      return new SealException(
          Kind.TRUNCATED,
          "the compressed data ends too early, after " + stored.count() + " bytes",
          e);
    }
    boolean never = count == 0 && (e instanceof ZipException || stored.count() <= 4L * BUFFER);
    return new SealException(
        never ? Kind.OTHER_FORMAT : Kind.DAMAGED,
        "the compressed data does not open (" + e.getMessage() + ")",
        e);
  }

  @Override
  public void close() throws IOException {
    if (plain != null) {
      plain.close();
    }
    stored.close();
  }
}

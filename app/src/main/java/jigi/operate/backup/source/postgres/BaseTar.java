package jigi.operate.backup.source.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import jigi.base.kernel.Json;
import jigi.base.kernel.UserError;
import jigi.operate.backup.source.BackupException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tar of a base backup as it flows by and compares every file with the backup manifest at
 * its end, as {@code pg_verifybackup} does with files on a disk. Format: POSIX ustar, written by
 * PostgreSQL's tarCreateHeader; manifest: PostgreSQL's documentation, "Backup Manifest Format".
 */
final class BaseTar {
  static final String CONTROL = "global/pg_control";
  static final String MANIFEST = "backup_manifest";
  private static final int BLOCK = 512;
  private static final int LARGEST_MANIFEST = 256 * 1024 * 1024;

  /** Size and SHA-256 of a file. */
  private record File(long size, String sha256) {}

  private final InputStream in;
  private final Map<String, File> files = new HashMap<>();
  private final byte[] buffer = new byte[64 * 1024];

  private BaseTar(InputStream in) {
    this.in = in;
  }

  /**
   * Reads to the end.
   *
   * @return how many files there are
   * @throws BackupException {@code dump-damaged}
   * @throws IOException of the stream
   */
  static int check(InputStream in) throws IOException, BackupException {
    return new BaseTar(in).check();
  }

  private int check() throws IOException, BackupException {
    byte[] manifest = null;
    byte[] header = new byte[BLOCK];
    while (true) {
      int read = in.readNBytes(header, 0, BLOCK);
      if (read < BLOCK) {
        throw damaged("the archive ends within a header");
      }
      if (header[0] == 0) {
        break;
      }
      String name = text(header, 0, 100);
      long size = Long.parseLong(text(header, 124, 12).strip(), 8);
      if (header[156] != '0' && header[156] != 0) {
        skip(padded(size));
      } else if (name.equals(MANIFEST)) {
        manifest = kept(size);
      } else {
        files.put(name, new File(size, hashed(size)));
      }
    }
    while (in.read(buffer) >= 0) {
      continue;
    }
    compare(manifest);
    return files.size();
  }

  private static BackupException damaged(String what) {
    return new BackupException("dump-damaged", "the base backup is not whole: " + what);
  }

  private static String text(byte[] header, int from, int length) {
    int end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, StandardCharsets.UTF_8);
  }

  private static long padded(long size) {
    return (size + BLOCK - 1) / BLOCK * BLOCK;
  }

  private void skip(long bytes) throws IOException {
    try {
      in.skipNBytes(bytes);
    } catch (EOFException e) {
      throw new EOFException("the archive ends within a file");
    }
  }

  private byte[] kept(long size) throws IOException, BackupException {
    if (size > LARGEST_MANIFEST) {
      throw damaged("its manifest has " + size + " bytes");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] all = in.readNBytes((int) size);
    out.writeBytes(all);
    skip(padded(size) - all.length);
    return out.toByteArray();
  }

  private String hashed(long size) throws IOException, BackupException {
    MessageDigest digest = sha256();
    long left = size;
    while (left > 0) {
      int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (n < 0) {
        throw damaged("the archive ends within a file");
      }
      digest.update(buffer, 0, n);
      left -= n;
    }
    skip(padded(size) - size);
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private void compare(byte @Nullable [] manifest) throws BackupException {
    if (manifest == null) {
      throw damaged("it has no backup_manifest");
    }
    if (!files.containsKey(CONTROL)) {
      throw damaged("it has no " + CONTROL);
    }
    JsonNode all;
    try {
      all = Json.read(new String(manifest, StandardCharsets.UTF_8), JsonNode.class).path("Files");
    } catch (UserError e) {
      throw damaged("its manifest cannot be read: " + e.fact());
    }
    for (JsonNode wanted : all) {
      String name = name(wanted);
      File found = files.get(name);
      if (found == null) {
        throw damaged(name + " is missing");
      }
      boolean sha = wanted.path("Checksum-Algorithm").asText().equals("SHA256");
      boolean same =
          found.size() == wanted.path("Size").asLong()
              && (!sha || found.sha256().equals(wanted.path("Checksum").asText()));
      if (!same) {
        throw damaged(name + " is not as its manifest says");
      }
    }
  }

  private static String name(JsonNode file) {
    return file.has("Path")
        ? file.path("Path").asText()
        : new String(
            HexFormat.of().parseHex(file.path("Encoded-Path").asText()), StandardCharsets.UTF_8);
  }
}

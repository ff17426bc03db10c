package jigi.operate.checklist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import jigi.base.kernel.Hash;
import jigi.base.kernel.UserError;

/**
 * Files by the hash of their bytes: the same file is stored once, and one that was changed on disk
 * is noticed. Their names come from outside and are never names of ours.
 */
public final class EvidenceFolder {
  /** Bytes of one file. */
  static final int LARGEST = 5 << 20;

  private final Path folder;

  public EvidenceFolder(Path folder) {
    this.folder = folder;
  }

  /** Gives the hash. */
  String store(byte[] bytes) {
    String hash = Hash.of(bytes);
    Path file = path(hash);
    if (Files.exists(file)) {
      return hash;
    }
    try {
      Files.createDirectories(file.getParent());
      Path temporary = Files.createTempFile(file.getParent(), "new", ".part");
      Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-------"));
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
        channel.force(true);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("evidence cannot be stored in " + folder, e);
    }
    return hash;
  }

  /**
   * @throws UserError {@code evidence-lost} when the file is gone or its bytes are others
   */
  byte[] read(Evidence evidence) {
    try {
      byte[] bytes = Files.readAllBytes(path(evidence.hash()));
      if (Hash.of(bytes).equals(evidence.hash())) {
        return bytes;
      }
    } catch (NoSuchFileException e) {
      throw lost(evidence, "is gone from the data folder");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw lost(evidence, "was changed on disk");
  }

  private static UserError lost(Evidence evidence, String what) {
    return new UserError(
        "evidence-lost",
        "the file '" + evidence.name() + "' " + what + " (" + evidence.hash() + ")",
        "bring it back from a backup of the data folder");
  }

  private Path path(String hash) {
    return folder.resolve(hash.substring(0, 2)).resolve(hash);
  }

  /** What the bytes are; a page or a program is only bytes here. */
  static String type(byte[] bytes) {
    if (begins(bytes, 0x89, 'P', 'N', 'G')) {
      return "image/png";
    }
    if (begins(bytes, 0xFF, 0xD8, 0xFF)) {
      return "image/jpeg";
    }
    if (begins(bytes, '%', 'P', 'D', 'F')) {
      return "application/pdf";
    }
    if (begins(bytes, 'P', 'K', 3, 4)) {
      return "application/zip";
    }
    return text(bytes) ? "text/plain; charset=utf-8" : "application/octet-stream";
  }

  private static boolean begins(byte[] bytes, int... wanted) {
    for (int i = 0; i < wanted.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xFF) != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean text(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException e) {
      return false;
    }
    for (byte b : bytes) {
      if (b == 0) {
        return false;
      }
    }
    return true;
  }
}

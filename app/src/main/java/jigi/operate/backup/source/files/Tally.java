package jigi.operate.backup.source.files;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import jigi.operate.backup.source.Contents;

/** Counts the entries of every folder, and sums a checksum of each that knows no order. */
final class Tally {
  /** Of {@link Contents#facts}: of the files in a folder that have any. */
  static final String ATTRIBUTES = "attributes/";

  private final Map<String, Long> counted = new TreeMap<>();
  private final Map<String, Long> attributed = new TreeMap<>();
  private final Map<String, Long> sums = new TreeMap<>();

  static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * @param content the SHA-256 of a file's content; empty for anything else
   */
  void add(Entry entry, byte[] content) {
    String of =
        String.join(
            "\0",
            entry.name(),
            entry.kind().name(),
            String.valueOf(entry.mode()),
            entry.uid() + ":" + entry.gid(),
            String.valueOf(entry.kind() == Entry.Kind.FILE ? entry.modified() : 0),
            String.valueOf(entry.size()),
            entry.link(),
            HexFormat.of().formatHex(content));
    long sum = sum(of);
    counted.merge(entry.folder(), 1L, Long::sum);
    if (!entry.attributes().isEmpty()) {
      attributed.merge(entry.folder(), sum(entry.name() + "\0" + entry.attributes()), Long::sum);
    }
    sums.merge(entry.folder(), sum, Long::sum);
    if (entry.kind() == Entry.Kind.FOLDER) {
      counted.putIfAbsent(entry.name(), 0L);
      sums.putIfAbsent(entry.name(), 0L);
    }
  }

  private static long sum(String text) {
    return ByteBuffer.wrap(newSha256().digest(text.getBytes(StandardCharsets.UTF_8))).getLong();
  }

  Map<String, String> facts() {
    Map<String, String> facts = new TreeMap<>();
    counted.forEach((folder, n) -> facts.put(Contents.ROWS + folder, String.valueOf(n)));
    sums.forEach((folder, sum) -> facts.put(Contents.CHECKSUM + folder, Long.toHexString(sum)));
    attributed.forEach((folder, sum) -> facts.put(ATTRIBUTES + folder, Long.toHexString(sum)));
    return facts;
  }
}

package jigi.base.journal;

import java.nio.charset.StandardCharsets;
import jigi.base.kernel.Hash;
import org.jspecify.annotations.Nullable;

/**
 * One link of a node's chain, as it is stored. Its hash is SHA-256 (FIPS 180-4) in lower-case
 * hexadecimal over these canonical bytes, all UTF-8:
 *
 * <pre>
 * jigi-journal-1 LF
 * then for node, seq, id, at, kind, schema version, system, component, actor, cause, run,
 * incident, payload hash, previous hash, in this order:
 *   "-" LF                                      when the value is absent
 *   length in bytes, in decimal ":" value LF    otherwise
 * </pre>
 *
 * Numbers are decimal. The first entry of a node names 64 zeros as its previous hash. The payload
 * hash is SHA-256 over {@code salt LF args}, where args is the JSON object of the arguments with
 * sorted keys and the salt 32 random hexadecimal digits.
 *
 * @param at microseconds since the Unix epoch; never less than the previous entry's
 */
record Entry(
    String node,
    long seq,
    String id,
    long at,
    String kind,
    int schemaVersion,
    @Nullable String system,
    @Nullable String component,
    String actor,
    @Nullable String cause,
    @Nullable String run,
    @Nullable String incident,
    String payloadHash,
    String previousHash) {
  static final String FIRST = "0".repeat(64);

  /** The arguments' JSON with its salt. */
  record Payload(String salt, String args) {
    String hash() {
      return Hash.of(salt + "\n" + args);
    }
  }

  String hash() {
    StringBuilder out = new StringBuilder("jigi-journal-1\n");
    Object[] values = {
      node,
      seq,
      id,
      at,
      kind,
      schemaVersion,
      system,
      component,
      actor,
      cause,
      run,
      incident,
      payloadHash,
      previousHash
    };
    for (Object value : values) {
      if (value == null) {
        out.append("-\n");
      } else {
        String text = value.toString();
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        out.append(length).append(':').append(text).append('\n');
      }
    }
    return Hash.of(out.toString());
  }
}

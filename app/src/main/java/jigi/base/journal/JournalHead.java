package jigi.base.journal;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import jigi.base.kernel.Ids;
import jigi.base.kernel.UserError;
import jigi.base.store.MasterKey;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/**
 * The end of a node's chain at an instant, signed with Ed25519 (RFC 8032) by a key derived from the
 * master key. Sent away daily, it shows a chain that was written anew as a whole.
 *
 * @param at when it was signed
 * @param publicKey 32 bytes in hexadecimal
 * @param signature 64 bytes in hexadecimal over {@code jigi-head-1 node seq hash micros}, joined by
 *     single spaces
 */
public record JournalHead(
    String node, long seq, String hash, Instant at, String publicKey, String signature) {
  private static final String PREFIX = "jigi-head-1";
  private static final String PURPOSE = "journal head";
  private static final HexFormat HEX = HexFormat.of();

  static JournalHead sign(MasterKey key, String node, long seq, String hash, Instant at) {
    var secret = new Ed25519PrivateKeyParameters(key.derive(PURPOSE, 32));
    byte[] content = content(node, seq, hash, at);
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, secret);
    signer.update(content, 0, content.length);
    return new JournalHead(
        node,
        seq,
        hash,
        at,
        HEX.formatHex(secret.generatePublicKey().getEncoded()),
        HEX.formatHex(signer.generateSignature()));
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws UserError {@code bad-journal-head}
   */
  public static JournalHead parse(String text) {
    String[] words = text.strip().split(" ");
    try {
      if (words.length == 7 && words[0].equals(PREFIX)) {
        return new JournalHead(
            words[1],
            Long.parseLong(words[2]),
            words[3],
            Ids.instant(Long.parseLong(words[4])),
            words[5],
            words[6]);
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new UserError(
        "bad-journal-head",
        "this is no journal head: " + text.lines().findFirst().orElse(""),
        "copy the whole line that begins with " + PREFIX);
  }

  /** One line, to be kept. */
  public String text() {
    return new String(content(node, seq, hash, at), StandardCharsets.UTF_8)
        + " "
        + publicKey
        + " "
        + signature;
  }

  /** Whether the signature holds for the public key; whose key that is, the reader must know. */
  public boolean isAuthentic() {
    try {
      Ed25519Signer signer = new Ed25519Signer();
      signer.init(false, new Ed25519PublicKeyParameters(HEX.parseHex(publicKey)));
      byte[] content = content(node, seq, hash, at);
      signer.update(content, 0, content.length);
      return signer.verifySignature(HEX.parseHex(signature));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Whether this installation's key signed it. */
  public boolean isBy(MasterKey key) {
    var secret = new Ed25519PrivateKeyParameters(key.derive(PURPOSE, 32));
    return HEX.formatHex(secret.generatePublicKey().getEncoded()).equals(publicKey)
        && isAuthentic();
  }

  private static byte[] content(String node, long seq, String hash, Instant at) {
    return String.join(" ", PREFIX, node, Long.toString(seq), hash, Long.toString(Ids.micros(at)))
        .getBytes(StandardCharsets.UTF_8);
  }
}

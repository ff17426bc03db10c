package jigi.operate.backup.seal;

import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals one chunk after the other under a key of this file alone. The nonce is the chunk's number
 * (11 bytes, big-endian) and whether it is the last (1 byte), so that chunks that are missing,
 * repeated, swapped or cut off do not open: the STREAM construction, as age has it.
 */
final class ChunkCipher {
  static final int TAG = 16;
  private static final int NONCE = 12;

  private final Cipher cipher;
  private final SecretKeySpec key;
  private final boolean gcm;
  private final byte[] bound;
  private final int size;

  private ChunkCipher(Cipher cipher, SecretKeySpec key, boolean gcm, byte[] bound, int size) {
    this.cipher = cipher;
    this.key = key;
    this.gcm = gcm;
    this.bound = bound;
    this.size = size;
  }

  /**
   * @param bound bytes that every chunk is bound to: the file's header
   * @param size of the plaintext of a chunk
   */
  static ChunkCipher aesGcm(byte[] key, byte[] bound, int size) {
    return new ChunkCipher(
        cipher("AES/GCM/NoPadding"), new SecretKeySpec(key, "AES"), true, bound, size);
  }

  static ChunkCipher chaCha(byte[] key, int size) {
    return new ChunkCipher(
        cipher("ChaCha20-Poly1305"), new SecretKeySpec(key, "ChaCha20"), false, new byte[0], size);
  }

  private static Cipher cipher(String name) {
    try {
      return Cipher.getInstance(name);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + name, e);
    }
  }

  int size() {
    return size;
  }

  /** Seals into the target, which has room for {@link #TAG} bytes more than the plaintext. */
  int seal(long number, boolean last, byte[] plain, int length, byte[] target) {
    try {
      cipher.init(Cipher.ENCRYPT_MODE, key, parameters(number, last));
      cipher.updateAAD(bound);
      return cipher.doFinal(plain, 0, length, target, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a chunk of " + length + " bytes does not seal", e);
    }
  }

  /** The plaintext's length; -1 when the chunk was not sealed so. */
  int open(long number, boolean last, byte[] sealed, int length, byte[] target) {
    try {
      cipher.init(Cipher.DECRYPT_MODE, key, parameters(number, last));
      cipher.updateAAD(bound);
      return cipher.doFinal(sealed, 0, length, target, 0);
    } catch (AEADBadTagException e) {
      return -1;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a chunk of " + length + " bytes does not open", e);
    }
  }

  private AlgorithmParameterSpec parameters(long number, boolean last) {
    byte[] nonce = new byte[NONCE];
    for (int i = 0; i < Long.BYTES; i++) {
      nonce[NONCE - 2 - i] = (byte) (number >>> (8 * i));
    }
    nonce[NONCE - 1] = (byte) (last ? 1 : 0);
    return gcm ? new GCMParameterSpec(8 * TAG, nonce) : new IvParameterSpec(nonce);
  }
}

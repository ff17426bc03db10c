package jigi.present.api.prometheus;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An answer on its way, as the bytes of UTF-8; without an end to write to it only grows. Characters
 * that would be made into bytes afterwards cost more than most queries.
 */
final class AnswerBytes {
  private static final int PIECE = 1 << 15;

  /** The digits of a long and its sign. */
  private static final int LONGEST = 20;

  private final @Nullable OutputStream to;
  private final StringBuilder digits = new StringBuilder(32);
  private byte[] bytes;
  private int length;

  AnswerBytes(int room) {
    this.bytes = new byte[room];
    this.to = null;
  }

  AnswerBytes(OutputStream to) {
    this.bytes = new byte[PIECE + 4096];
    this.to = to;
  }

  AnswerBytes put(char ascii) {
    if (length == bytes.length) {
      grow(1);
    }
    bytes[length++] = (byte) ascii;
    return this;
  }

  AnswerBytes put(byte[] utf8) {
    if (bytes.length - length < utf8.length) {
      grow(utf8.length);
    }
    System.arraycopy(utf8, 0, bytes, length, utf8.length);
    length += utf8.length;
    return this;
  }

  AnswerBytes put(String text) {
    return put(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A value as {@link Numbers#write} has it; the whole numbers that most are, without a detour. */
  AnswerBytes value(double value) {
    long whole = (long) value;
    if (whole == value && whole > 0 && whole < Numbers.EXACT) {
      return number(whole);
    }
    digits.setLength(0);
    Numbers.write(value, digits);
    return digits();
  }

  AnswerBytes seconds(long millis) {
    digits.setLength(0);
    Numbers.seconds(millis, digits);
    return digits();
  }

  private AnswerBytes digits() {
    int count = digits.length();
    if (bytes.length - length < count) {
      grow(count);
    }
    for (int i = 0; i < count; i++) {
      bytes[length + i] = (byte) digits.charAt(i);
    }
    length += count;
    return this;
  }

  private AnswerBytes number(long positive) {
    if (bytes.length - length < LONGEST) {
      grow(LONGEST);
    }
    int end = length;
    for (long bound = 1; bound <= positive; bound *= 10) {
      end++;
    }
    length = end;
    for (long rest = positive; rest > 0; rest /= 10) {
      bytes[--end] = (byte) ('0' + rest % 10);
    }
    return this;
  }

  private void grow(int more) {
    bytes = Arrays.copyOf(bytes, Math.max(length + more, length + (length >> 1)));
  }

  /** Ends a list, in the place of the comma behind its last member. */
  void close(char bracket) {
    if (bytes[length - 1] == ',') {
      bytes[length - 1] = (byte) bracket;
    } else {
      put(bracket);
    }
  }

  /** Passes on all but the last byte, which may have to be replaced. */
  void passOn() throws IOException {
    if (to != null && length > PIECE) {
      to.write(bytes, 0, length - 1);
      bytes[0] = bytes[length - 1];
      length = 1;
    }
  }

  void end() throws IOException {
    if (to != null) {
      to.write(bytes, 0, length);
      to.flush();
    }
  }

  byte[] whole() {
    return Arrays.copyOf(bytes, length);
  }
}

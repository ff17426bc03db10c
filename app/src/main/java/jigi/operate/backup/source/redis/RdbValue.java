package jigi.operate.backup.source.redis;

import java.io.IOException;

/** Skips the value of a key by its type. */
final class RdbValue {
  private final Rdb in;

  RdbValue(Rdb in) {
    this.in = in;
  }

  /**
   * @param type the number that the format gives it
   * @throws Rdb.Damaged when this type is not known
   */
  void skip(int type) throws IOException {
    switch (type) {
      // Text, and what is kept as one piece: lists, sets and hashes that are small.
      case 0, 9, 10, 11, 12, 13, 16, 17, 20 -> in.string();
      case 1, 2, 14 -> strings(in.length());
      case 3 -> {
        for (long n = in.length(); n > 0; n--) {
          in.string();
          oldDouble();
        }
      }
      case 4 -> strings(2 * in.length());
      case 5 -> {
        for (long n = in.length(); n > 0; n--) {
          in.string();
          in.skip(8);
        }
      }
      case 7 -> module();
      case 15, 19, 21 -> stream(type);
      case 18 -> {
        for (long n = in.length(); n > 0; n--) {
          in.length();
          in.string();
        }
      }
      case 24 -> {
        in.skip(8);
        for (long n = in.length(); n > 0; n--) {
          in.length();
          strings(2);
        }
      }
      case 25 -> {
        in.skip(8);
        in.string();
      }
      default -> throw new Rdb.Damaged("a key of type " + type);
    }
  }

  private void strings(long n) throws IOException {
    for (long i = 0; i < n; i++) {
      in.string();
    }
  }

  /** A number as text, of which three lengths mean no number and the infinities. */
  private void oldDouble() throws IOException {
    int length = in.one();
    in.skip(length >= 253 ? 0 : length);
  }

  /** The value says of each of its parts what it is. */
  void module() throws IOException {
    in.length();
    for (long part = in.length(); part != 0; part = in.length()) {
      switch ((int) part) {
        case 1, 2 -> in.length();
        case 3 -> in.skip(4);
        case 4 -> in.skip(8);
        case 5 -> in.string();
        default -> throw new Rdb.Damaged("a part of a module of kind " + part);
      }
    }
  }

  private void stream(int type) throws IOException {
    strings(2 * in.length());
    lengths(3);
    if (type >= 19) {
      lengths(5);
    }
    for (long groups = in.length(); groups > 0; groups--) {
      in.string();
      lengths(type >= 19 ? 3 : 2);
      for (long pending = in.length(); pending > 0; pending--) {
        in.skip(16 + 8);
        in.length();
      }
      for (long consumers = in.length(); consumers > 0; consumers--) {
        in.string();
        in.skip(type >= 21 ? 16 : 8);
        in.skip(16 * in.length());
      }
    }
  }

  private void lengths(int n) throws IOException {
    for (int i = 0; i < n; i++) {
      in.length();
    }
  }
}

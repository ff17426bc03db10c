package jigi.base.connect.redis;

import java.util.List;

/** What Redis answers to a command (RESP2). */
public sealed interface Reply {
  /** A status or a value. */
  record Text(String value) implements Reply {}

  /** An integer. */
  record Number(long value) implements Reply {}

  /** There is no such value. */
  record Nothing() implements Reply {}

  /** Several, in order. */
  record Items(List<Reply> values) implements Reply {
    public Items {
      values = List.copyOf(values);
    }
  }

  /** An error; it begins with a word in capitals, such as NOAUTH. */
  record Refused(String message) implements Reply {
    /** The word that the error begins with. */
    public String code() {
      int end = message.indexOf(' ');
      return end < 0 ? message : message.substring(0, end);
    }
  }

  /** As a person reads it. */
  default String shown() {
    return switch (this) {
      case Text text -> text.value();
      case Number number -> String.valueOf(number.value());
      case Nothing nothing -> "(nil)";
      case Items items -> String.join("\n", items.values().stream().map(Reply::shown).toList());
      case Refused refused -> refused.message();
    };
  }
}

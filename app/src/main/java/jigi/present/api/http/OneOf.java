package jigi.present.api.http;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a request names must be one of a few. */
public final class OneOf {
  private OneOf() {}

  /**
   * The one of that word.
   *
   * @param word what each is called in requests
   * @param code of the refusal
   * @param fact of the refusal, with what was asked for; its hint names them all
   * @throws Problem 400 where none is called so
   */
  public static <T> T named(
      String asked, T[] all, Function<T, String> word, String code, String fact) {
    return Arrays.stream(all)
        .filter(each -> word.apply(each).equals(asked))
        .findFirst()
        .orElseThrow(() -> Problem.bad(code, fact, "one of " + words(all, word)));
  }

  private static <T> String words(T[] all, Function<T, String> word) {
    return Arrays.stream(all).map(word).collect(Collectors.joining(", "));
  }
}

package jigi.detect.probe.log;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.time.Instant;
import java.util.function.Predicate;
import jigi.base.kernel.UserError;
import org.jspecify.annotations.Nullable;

/**
 * Which of the lines that log probes keep are looked for: an example of each group of errors, and
 * the newest that matched a pattern of the manual.
 *
 * @param systems that the reader may see
 * @param system null for all of those
 * @param component null for all
 * @param what {@code error}, {@code fatal} or a pattern's name; null for all
 * @param since of the first instant
 * @param until of the last instant, exclusive
 * @param text what a line has to contain
 */
public record LogQuery(
    Predicate<String> systems,
    @Nullable String system,
    @Nullable String component,
    @Nullable String what,
    Instant since,
    Instant until,
    Text text) {
  /** A test of lines. */
  @FunctionalInterface
  public interface Text {
    boolean isIn(String line);

    /**
     * Words as they are, or between slashes a regular expression; upper and lower case are one.
     *
     * @throws UserError {@code bad-pattern}
     */
    static Text of(String given) {
      boolean slashes = given.length() > 2 && given.startsWith("/") && given.endsWith("/");
      String regex = slashes ? given.substring(1, given.length() - 1) : Pattern.quote(given);
      try {
        Pattern pattern = Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
        return line -> pattern.matcher(line).find();
      } catch (PatternSyntaxException e) {
        throw new UserError(
            "bad-pattern",
            "'" + given + "' is no regular expression (" + e.getDescription() + ")",
            "see https://github.com/google/re2/wiki/Syntax, or leave out the slashes");
      }
    }
  }
}

package jigi.present.web;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jigi.metrics.promql.AggregateOp;
import jigi.metrics.promql.Function;
import jigi.present.api.http.Urls;
import jigi.present.api.view.Chart;
import jigi.present.api.view.QueryAnswer;
import org.jspecify.annotations.Nullable;

/**
 * A question and its answer.
 *
 * @param live whether the page asks again every 5 s
 * @param answer null until something was asked
 */
public record QueryModel(
    String text, String span, List<String> spans, boolean live, @Nullable QueryAnswer answer) {
  private static final String WORDS =
      Stream.concat(
              Arrays.stream(AggregateOp.values()).map(AggregateOp::text),
              Arrays.stream(Function.values())
                  .filter(function -> !function.isExperimental() && !function.isRefused())
                  .map(Function::text))
          .sorted()
          .collect(Collectors.joining(" "));

  /** As many lines as can be told apart. */
  private static final int DRAWN = 8;

  /** The address of a question. */
  public String link(String question, String ofSpan) {
    return "/query?q=" + Urls.encode(question) + "&span=" + ofSpan;
  }

  /** What the language itself has to complete a word with. */
  public String words() {
    return WORDS;
  }

  /** What is drawn. */
  public List<QueryAnswer.Series> drawn() {
    return answer == null
        ? List.of()
        : answer.series().subList(0, Math.min(DRAWN, answer.series().size()));
  }

  /** A series as a chart of the whole span. */
  public Chart chart(QueryAnswer.Series series) {
    QueryAnswer given = java.util.Objects.requireNonNull(answer);
    return new Chart("", "", given.from(), given.to(), series.points());
  }

  /** The lowest and the highest value of what is drawn, with room; zero where it is near. */
  public Drawing.Bounds bounds() {
    return Drawing.bounds(drawn().stream().map(QueryAnswer.Series::points).toList());
  }

  /** The text in front of the fault, the fault, the text behind it; null when it has no place. */
  public @Nullable List<String> marked() {
    QueryAnswer.Fault fault = answer == null ? null : answer.fault();
    if (fault == null || fault.start() < 0) {
      return null;
    }
    int start = Math.min(fault.start(), text.length());
    int end = Math.max(start, Math.min(fault.end(), text.length()));
    String wrong = text.substring(start, end);
    return List.of(text.substring(0, start), wrong.isBlank() ? "␣" : wrong, text.substring(end));
  }
}

package jigi.present.api.view;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A runbook's document, block by block.
 *
 * @param file {@code runbooks/web-down.md}
 * @param severity critical, warning or info; null where the manual does not say
 * @param targetMinutes within which the situation is to be over; 0 where the manual does not say
 */
public record RunbookDetail(
    RunbookRow row,
    String file,
    @Nullable String goal,
    @Nullable String severity,
    long targetMinutes,
    List<Block> blocks,
    List<Parameter> parameters,
    List<RunRow> runs) {
  /** A piece of the document. */
  public sealed interface Block {}

  /**
   * Rendered Markdown.
   *
   * @param html without raw HTML of the author's; safe to put into a page
   */
  public record Prose(String html) implements Block {}

  /**
   * A step's fence.
   *
   * @param index of the step, from 0; −1 for a fence that belongs to the step before (verify, undo)
   * @param byHand whether a person may run this block alone
   * @param last the step in the newest run; null when it never ran
   */
  public record Fence(
      int index,
      String language,
      String role,
      String options,
      String text,
      int line,
      boolean byHand,
      @Nullable StepRow last)
      implements Block {}

  /** A declared parameter. */
  public record Parameter(
      String name, String doc, boolean required, String otherwise, List<String> choices) {
    public Parameter {
      choices = List.copyOf(choices);
    }
  }

  /** The same with values for parameters, as a link brings them; null where it brings none. */
  public RunbookDetail filled(UnaryOperator<@Nullable String> given) {
    List<Parameter> values =
        parameters.stream()
            .map(
                one -> {
                  String value = given.apply(one.name());
                  return value == null
                      ? one
                      : new Parameter(one.name(), one.doc(), one.required(), value, one.choices());
                })
            .toList();
    return new RunbookDetail(row, file, goal, severity, targetMinutes, blocks, values, runs);
  }

  public Duration target() {
    return Duration.ofMinutes(targetMinutes);
  }

  public RunbookDetail {
    blocks = List.copyOf(blocks);
    parameters = List.copyOf(parameters);
    runs = List.copyOf(runs);
  }
}

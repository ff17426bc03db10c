package jigi.operate.runbook;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jigi.base.config.MarkdownFile;
import jigi.base.config.Node;
import jigi.base.config.Place;
import jigi.base.config.Problems;
import jigi.base.run.Goal;
import jigi.base.run.Parameter;
import jigi.base.run.Purpose;
import jigi.base.run.RunDefinition;
import jigi.base.run.StepDefinition;
import jigi.base.run.StepSyntax;
import org.jspecify.annotations.Nullable;

/** Reads one file of {@code runbooks/}. */
final class RunbookReader {
  private final Markdown markdown = new Markdown();
  private final Languages languages;
  private final Surroundings surroundings;
  private final Problems problems;

  RunbookReader(Languages languages, Surroundings surroundings, Problems problems) {
    this.languages = languages;
    this.surroundings = surroundings;
    this.problems = problems;
  }

  /** A runbook with where its front matter refers to conditions and alerts. */
  record Read(Runbook runbook, @Nullable FrontMatter front) {}

  /** Null after reporting why there is none. */
  @Nullable Read read(String system, String file, String text) {
    MarkdownFile read = MarkdownFile.read(file, text, problems);
    if (read == null) {
      return null;
    }
    return read.front() == null
        ? plain(system, file, text, 0)
        : executable(system, file, read.front(), read);
  }

  /**
   * A document that nothing starts by itself.
   *
   * @param lines how many lines of the file stand before the text
   */
  static Read plain(String system, String file, String text, int lines) {
    Markdown.Parsed parsed = new Markdown().parse(text, lines);
    List<Block> blocks =
        parsed.fences().stream().map(fence -> text(fence, labelled(fence))).toList();
    String name = file.substring(file.lastIndexOf('/') + 1).replaceAll("\\.md$", "");
    String title = parsed.heading() == null ? name : parsed.heading();
    List<Segment> segments = segments(parsed, blocks);
    return new Read(
        new Runbook(
            system, name, title, file, null, null, null, Map.of(), Set.of(), blocks, segments, null,
            null),
        null);
  }

  /** Several blocks below one heading are told apart by what stands in bold above each. */
  private static String labelled(Markdown.Fenced fence) {
    return fence.label().isEmpty() ? fence.title() : fence.title() + ": " + fence.label();
  }

  private static Block text(Markdown.Fenced fence, String title) {
    String language = fence.info().strip().split("\\s+", 2)[0];
    return new Block(fence.line(), language, fence.info(), title, fence.source(), -1, null);
  }

  private @Nullable Read executable(String system, String file, Node node, MarkdownFile read) {
    FrontMatter front = FrontMatter.SHAPE.read(node, problems);
    Markdown.Parsed parsed = markdown.parse(read.body(), read.before());
    StepBuilder builder = new StepBuilder(file, languages, surroundings, front, problems);
    parsed.fences().forEach(builder::add);
    StepBuilder.Built built = builder.build();
    if (front == null) {
      return null;
    }
    if (built.steps().isEmpty()) {
      problems.error(
          new Place(file, 1, 1),
          "no-steps",
          "the runbook has no step ('" + front.name() + "')",
          "give a block a role word, such as ```sh run, or take the front matter away");
    }
    checkSchedule(front);
    String title = front.title() == null ? front.name() : front.title();
    Set<String> locks = new LinkedHashSet<>(front.locks());
    if (locks.isEmpty()) {
      locks.add(system + "/" + front.name());
    }
    for (StepDefinition step : built.steps()) {
      StepSyntax kind = languages.kind(step.act().kind());
      locks.addAll(kind == null ? Set.of() : kind.locks(system));
    }
    RunDefinition definition =
        new RunDefinition(
            front.name(),
            title,
            system,
            built.steps(),
            front.goal() == null ? null : new Goal(front.goal(), front.settle().toMillis()),
            List.copyOf(locks),
            front.parameters(),
            front.guards());
    List<Block> blocks = blocks(parsed, built);
    Runbook runbook =
        new Runbook(
            system,
            front.name(),
            title,
            file,
            front.symptom(),
            front.severity(),
            front.target(),
            front.onAlert(),
            Set.copyOf(front.disturbs()),
            blocks,
            segments(parsed, blocks),
            definition,
            front.recurrence());
    return new Read(runbook, front);
  }

  /** Nobody is there to give values to what starts by itself. */
  private void checkSchedule(FrontMatter front) {
    if (front.recurrence() == null) {
      return;
    }
    for (Parameter parameter : front.parameters()) {
      if (parameter.otherwise() == null) {
        problems.error(
            front.places().schedule(),
            "missing-parameter",
            "a scheduled runbook is given no values, and needs one (" + parameter.name() + ")",
            "give the parameter a default");
      }
    }
  }

  private static List<Block> blocks(Markdown.Parsed parsed, StepBuilder.Built built) {
    List<Block> blocks = new ArrayList<>();
    for (Markdown.Fenced fence : parsed.fences()) {
      Block text = text(fence, fence.title());
      Integer step = built.stepByLine().get(fence.line());
      Purpose purpose = built.purposeByLine().get(fence.line());
      blocks.add(
          new Block(
              text.line(),
              text.language(),
              text.info(),
              text.title(),
              text.source(),
              step == null ? -1 : step,
              purpose));
    }
    return blocks;
  }

  private static List<Segment> segments(Markdown.Parsed parsed, List<Block> blocks) {
    Map<Integer, Block> byLine = new HashMap<>();
    blocks.forEach(block -> byLine.put(block.line(), block));
    List<Segment> segments = new ArrayList<>();
    for (Markdown.Piece piece : parsed.pieces()) {
      switch (piece) {
        case Markdown.Piece.Html html -> segments.add(new Segment.Prose(html.html()));
        case Markdown.Piece.At at -> {
          Block block = byLine.get(at.line());
          if (block != null) {
            segments.add(new Segment.Fence(block));
          }
        }
      }
    }
    return segments;
  }
}

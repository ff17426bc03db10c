package jigi.operate.runbook;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Document;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jspecify.annotations.Nullable;

/** Reads Markdown into blocks with lines, and renders it without raw HTML. */
final class Markdown {
  /**
   * A fenced block as it stands.
   *
   * @param line of the opening fence, from 1 in the file
   * @param title the heading above
   * @param label what stands in bold directly above: {@code **Slow answers**:}; empty for nothing
   * @param closed false when the file ends before the fence does
   */
  record Fenced(int line, String info, String title, String label, String source, boolean closed) {}

  /** Text in front of and between the fences of the top level. */
  sealed interface Piece {
    record Html(String html) implements Piece {}

    record At(int line) implements Piece {}
  }

  /**
   * @param heading the first heading; null when there is none
   */
  record Parsed(@Nullable String heading, List<Fenced> fences, List<Piece> pieces) {}

  private static final List<org.commonmark.Extension> EXTENSIONS =
      List.of(TablesExtension.create());

  private final Parser parser =
      Parser.builder().extensions(EXTENSIONS).includeSourceSpans(IncludeSourceSpans.BLOCKS).build();
  private final HtmlRenderer renderer =
      HtmlRenderer.builder()
          .extensions(EXTENSIONS)
          .escapeHtml(true)
          .sanitizeUrls(true)
          .omitSingleParagraphP(false)
          .build();

  /**
   * @param lines how many lines of the file stand before the text
   */
  Parsed parse(String text, int lines) {
    Node document = parser.parse(text);
    Collector collector = new Collector(lines);
    document.accept(collector);
    return new Parsed(collector.first, List.copyOf(collector.fences), pieces(document, lines));
  }

  String html(String text) {
    return renderer.render(parser.parse(text));
  }

  private List<Piece> pieces(Node document, int lines) {
    List<Piece> pieces = new ArrayList<>();
    Document prose = new Document();
    Node node = document.getFirstChild();
    while (node != null) {
      Node next = node.getNext();
      if (node instanceof FencedCodeBlock) {
        flush(prose, pieces);
        prose = new Document();
        pieces.add(new Piece.At(line(node, lines)));
      } else {
        prose.appendChild(node);
      }
      node = next;
    }
    flush(prose, pieces);
    return List.copyOf(pieces);
  }

  private void flush(Node prose, List<Piece> into) {
    if (prose.getFirstChild() != null) {
      into.add(new Piece.Html(renderer.render(prose)));
    }
  }

  private static int line(Node node, int lines) {
    return node.getSourceSpans().getFirst().getLineIndex() + 1 + lines;
  }

  /** Walks the document in order, so that each fence knows the heading above it. */
  private static final class Collector extends AbstractVisitor {
    private final int lines;
    private final List<Fenced> fences = new ArrayList<>();
    private @Nullable String first;
    private String title = "";

    Collector(int lines) {
      this.lines = lines;
    }

    @Override
    public void visit(Heading heading) {
      title = words(heading);
      if (first == null) {
        first = title;
      }
    }

    private static String words(Node node) {
      StringBuilder text = new StringBuilder();
      node.accept(
          new AbstractVisitor() {
            @Override
            public void visit(Text part) {
              text.append(part.getLiteral());
            }

            @Override
            public void visit(Code code) {
              text.append(code.getLiteral());
            }
          });
      return text.toString().strip();
    }

    private static String label(Node block) {
      return block.getPrevious() instanceof Paragraph above
              && above.getFirstChild() instanceof StrongEmphasis bold
          ? words(bold)
          : "";
    }

    @Override
    public void visit(FencedCodeBlock block) {
      String info = block.getInfo() == null ? "" : block.getInfo();
      String source = block.getLiteral() == null ? "" : block.getLiteral();
      fences.add(
          new Fenced(
              line(block, lines),
              info,
              title,
              label(block),
              source,
              block.getClosingFenceLength() != null));
    }
  }
}

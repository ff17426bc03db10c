package jigi.present.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.base.kernel.Csv;
import jigi.base.kernel.Html;

/** Writes a report down: plain text, Markdown, HTML and CSV. */
public final class ReportExport {
  private final ReportText text;

  public ReportExport(ReportText text) {
    this.text = text;
  }

  /** How it is written down. */
  public enum Format {
    TEXT("txt", "text/plain"),
    MARKDOWN("md", "text/markdown"),
    HTML("html", "text/html"),
    CSV("csv", "text/csv");

    private final String word;
    private final String type;

    Format(String word, String type) {
      this.word = word;
      this.type = type;
    }

    /** As people ask for it, and as files end. */
    public String word() {
      return word;
    }

    /** {@code weekly_report_20261123.csv}. */
    public String fileOf(Report report) {
      return report.fileName() + "." + word;
    }

    /** As HTTP calls it. */
    public String type() {
      return type + "; charset=utf-8";
    }
  }

  public String write(Report report, Format format) {
    return switch (format) {
      case TEXT -> report.of().title() + "\n" + text(report) + "\n";
      case MARKDOWN -> markdown(report);
      case HTML -> html(report);
      case CSV -> csv(report);
    };
  }

  /** What is said before the chapters. */
  private List<String> head(Report report) {
    List<String> head = new ArrayList<>();
    head.add(text.t("period") + ": " + text.period(report.period()));
    if (report.isSoFar()) {
      head.add(text.t("so-far", Map.of("t", text.at(report.until()))));
    }
    if (report.since() != null) {
      head.add(text.t("since", Map.of("t", text.at(report.since()))));
    }
    head.add(text.t("made") + ": " + text.at(report.made().at()));
    return head;
  }

  /** Without its title. */
  String text(Report report) {
    StringBuilder out = new StringBuilder(String.join("\n", head(report)));
    for (Report.Part part : report.parts()) {
      out.append("\n\n■ ").append(text.chapter(part));
      if (part.lines().isEmpty()) {
        out.append('\n').append(text.t("none"));
      }
      for (Report.Line line : part.lines()) {
        out.append('\n').append(text.label(part, line)).append(": ").append(text.value(line));
        out.append(compared(line)).append(details(line));
      }
    }
    return out.toString();
  }

  private String compared(Report.Line line) {
    return line.before() == null
        ? ""
        : " ("
            + text.t("before.short", Map.of("value", text.before(line)))
            + (line.value() == null ? "" : ", " + text.change(line))
            + ")";
  }

  private static String details(Report.Line line) {
    return line.details().isEmpty() ? "" : " - " + String.join(", ", line.details());
  }

  private String markdown(Report report) {
    StringBuilder out = new StringBuilder("# ").append(report.of().title()).append("\n\n");
    head(report).forEach(line -> out.append("- ").append(line).append('\n'));
    for (Report.Part part : report.parts()) {
      out.append("\n## ").append(text.chapter(part)).append("\n\n");
      if (part.lines().isEmpty()) {
        out.append(text.t("none")).append('\n');
        continue;
      }
      out.append("| ").append(String.join(" | ", columns())).append(" |\n|---|--:|--:|--:|---|\n");
      for (Report.Line line : part.lines()) {
        List<String> cells = cells(part, line).stream().map(ReportExport::cell).toList();
        out.append("| ").append(String.join(" | ", cells)).append(" |\n");
      }
    }
    return out.toString();
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replaceAll("\\R", " ");
  }

  private List<String> columns() {
    return List.of(
        text.t("column.figure"),
        text.t("column.value"),
        text.t("column.before"),
        text.t("column.change"),
        text.t("column.details"));
  }

  private List<String> cells(Report.Part part, Report.Line line) {
    return List.of(
        text.label(part, line),
        text.value(line),
        line.before() == null ? "" : text.before(line),
        text.change(line),
        String.join(", ", line.details()));
  }

  private String html(Report report) {
    StringBuilder out = new StringBuilder();
    Html.element(out, "h1", report.of().title());
    head(report).forEach(line -> Html.element(out, "p", line));
    for (Report.Part part : report.parts()) {
      Html.element(out, "h2", text.chapter(part));
      if (part.lines().isEmpty()) {
        Html.element(out, "p", text.t("none"));
        continue;
      }
      out.append("<table border=\"1\"><tr>");
      columns().forEach(column -> Html.element(out, "th", column));
      out.append("</tr>");
      for (Report.Line line : part.lines()) {
        out.append("<tr>");
        cells(part, line).forEach(cell -> Html.element(out, "td", cell));
        out.append("</tr>");
      }
      out.append("</table>");
    }
    return Html.document(text.language(), report.of().title(), out.toString());
  }

  private String csv(Report report) {
    StringBuilder out = new StringBuilder(Csv.BOM);
    List<String> head = new ArrayList<>(List.of(text.t("column.chapter")));
    head.addAll(columns());
    Csv.row(out, head);
    for (Report.Part part : report.parts()) {
      for (Report.Line line : part.lines()) {
        List<String> cells = new ArrayList<>(List.of(text.chapter(part)));
        cells.addAll(cells(part, line));
        Csv.row(out, cells);
      }
    }
    return out.toString();
  }
}

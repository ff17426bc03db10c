package jigi.operate.checklist;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jigi.base.kernel.Csv;
import jigi.base.kernel.Html;
import jigi.base.kernel.Language;
import jigi.base.kernel.Messages;
import jigi.base.kernel.Status;
import jigi.base.schedule.Cadence;
import org.jspecify.annotations.Nullable;

/** Writes checklists down as evidence: Markdown, HTML and CSV. */
public final class SheetExport {
  private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MM/dd");

  private final Messages messages;
  private final Language language;
  private final ZoneId zone;

  public SheetExport(Messages messages, Language language, ZoneId zone) {
    this.messages = messages;
    this.language = language;
    this.zone = zone;
  }

  private String t(String key) {
    return messages.text(language, "checklist." + key);
  }

  private String word(@Nullable Status status) {
    return status == null ? t("open") : messages.text(language, "status." + status.key());
  }

  private String at(@Nullable Instant instant) {
    return instant == null ? "" : MOMENT.format(instant.atZone(zone));
  }

  /** How it is written down. */
  public enum Format {
    MARKDOWN,
    HTML,
    CSV
  }

  /**
   * A checklist that was begun.
   *
   * @param fields what is written down when it is signed; shown empty while nobody has
   * @param cadence of its schedule; null when it begins by hand only
   */
  public record Page(Sheet sheet, List<String> fields, @Nullable Cadence cadence) {
    public Page {
      fields = List.copyOf(fields);
    }
  }

  /** One as a document of its own. */
  public String one(Page page, Format format) {
    return switch (format) {
      case MARKDOWN -> markdown(page, "#");
      case HTML -> Html.document(language, page.sheet().title(), html(page, "h1"));
      case CSV -> csv(List.of(page));
    };
  }

  /** Those of a system and a month, oldest first, as one document. */
  public String month(String system, YearMonth month, List<Page> pages, Format format) {
    String title =
        messages.text(
            language, "checklist.month", Map.of("system", system, "month", month.toString()));
    return switch (format) {
      case MARKDOWN -> {
        StringBuilder out = new StringBuilder("# ").append(title).append("\n\n");
        pages.forEach(page -> out.append(markdown(page, "##")).append('\n'));
        yield pages.isEmpty() ? out.append(t("none")).append('\n').toString() : out.toString();
      }
      case HTML -> {
        StringBuilder out = new StringBuilder("<h1>").append(Html.escaped(title)).append("</h1>");
        pages.forEach(page -> out.append(html(page, "h2")));
        yield Html.document(
            language,
            title,
            pages.isEmpty()
                ? out.append("<p>").append(t("none")).append("</p>").toString()
                : "" + out);
      }
      case CSV -> csv(pages);
    };
  }

  private String markdown(Page page, String mark) {
    Sheet sheet = page.sheet();
    StringBuilder out = new StringBuilder();
    out.append(mark).append(' ').append(sheet.title()).append("\n\n");
    out.append("- ").append(t("date")).append(": ").append(at(sheet.started())).append('\n');
    String period = period(page);
    out.append(period.isEmpty() ? "" : "- " + period + "\n");
    out.append("- ").append(t("by")).append(": ").append(signer(sheet)).append('\n');
    out.append("- ").append(t("status")).append(": ").append(word(sheet.status())).append('\n');
    String section = "";
    for (Sheet.Line line : sheet.lines()) {
      if (!line.item().section().equals(section)) {
        section = line.item().section();
        out.append('\n').append(mark).append("# ").append(section).append("\n\n");
      } else if (line.index() == 0) {
        out.append('\n');
      }
      out.append(line.status() == Status.OK ? "- [x] " : "- [ ] ").append(line.item().text());
      out.append(": **").append(word(line.status())).append("**").append(said(line)).append('\n');
    }
    written(page)
        .forEach(
            (name, text) ->
                out.append('\n')
                    .append(mark)
                    .append("# ")
                    .append(name)
                    .append("\n\n")
                    .append(text)
                    .append('\n'));
    return out.toString();
  }

  private String said(Sheet.Line line) {
    List<String> parts = new ArrayList<>();
    if (line.item().work().role() != null) {
      parts.add(line.item().work().role());
    }
    if (line.value() != null) {
      String unit =
          line.item().way() instanceof Item.Way.Hand(String u) && u != null ? " " + u : "";
      parts.add(line.value() + unit);
    }
    if (!line.evidence().isBlank()) {
      parts.add(line.evidence());
    }
    line.files().forEach(file -> parts.add(named(file)));
    if (line.by() != null) {
      parts.add(line.by());
    }
    return parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")";
  }

  private static String named(Evidence file) {
    return file.name() + " sha256:" + file.hash();
  }

  /** {@code 주차: 11/16 ~ 11/22}; empty where the date says it. */
  private String period(Page page) {
    Cadence cadence = page.cadence();
    if (cadence == null || cadence == Cadence.DAY) {
      return "";
    }
    LocalDate day = page.sheet().started().atZone(zone).toLocalDate();
    LocalDate first = cadence.first(day);
    String stretch =
        switch (cadence) {
          case DAY, WEEK -> DAY.format(first) + " ~ " + DAY.format(cadence.last(day));
          case MONTH -> YearMonth.from(first).toString();
          case QUARTER -> YearMonth.from(first) + " ~ " + YearMonth.from(cadence.last(day));
          case YEAR -> String.valueOf(first.getYear());
        };
    return t("period." + cadence.key()) + ": " + stretch;
  }

  private static String signer(Sheet sheet) {
    return sheet.signature() == null ? "" : sheet.signature().by();
  }

  private Map<String, String> written(Page page) {
    Map<String, String> all = new LinkedHashMap<>();
    Sheet.Signature signature = page.sheet().signature();
    for (String field : page.fields()) {
      all.put(field, signature == null ? "" : signature.fields().getOrDefault(field, ""));
    }
    String note = signature == null ? "" : signature.note();
    all.merge(t("memo"), note, (field, said) -> (field + " " + said).strip());
    return all;
  }

  private String html(Page page, String heading) {
    Sheet sheet = page.sheet();
    StringBuilder out = new StringBuilder();
    Html.element(out, heading, sheet.title());
    out.append("<p>").append(t("date")).append(": ").append(at(sheet.started())).append("<br>");
    String period = period(page);
    out.append(period.isEmpty() ? "" : period + "<br>");
    out.append(t("by")).append(": ").append(Html.escaped(signer(sheet))).append("<br>");
    out.append(t("status")).append(": ").append(word(sheet.status()));
    out.append("</p><table border=\"1\"><tr>");
    columns().forEach(column -> Html.element(out, "th", column));
    out.append("</tr>");
    for (Sheet.Line line : sheet.lines()) {
      out.append("<tr>");
      cells(sheet, line).forEach(cell -> Html.element(out, "td", cell));
      out.append("</tr>");
    }
    out.append("</table>");
    written(page)
        .forEach(
            (name, text) -> {
              Html.element(out, "h3", name);
              Html.element(out, "p", text);
            });
    return out.toString();
  }

  private List<String> columns() {
    return List.of(
        t("date"),
        t("checklist"),
        t("section"),
        t("item"),
        t("role"),
        t("status"),
        t("value"),
        t("evidence"),
        t("file"),
        t("by"),
        t("at"));
  }

  private List<String> cells(Sheet sheet, Sheet.Line line) {
    return List.of(
        at(sheet.started()),
        sheet.title(),
        line.item().section(),
        line.item().text(),
        line.item().work().role() == null ? "" : line.item().work().role(),
        word(line.status()),
        line.value() == null ? "" : line.value(),
        line.evidence(),
        String.join(", ", line.files().stream().map(SheetExport::named).toList()),
        line.by() == null ? "" : line.by(),
        at(line.at()));
  }

  /** One line for each item of each sheet, with what was written down when that was signed. */
  private String csv(List<Page> pages) {
    Set<String> fields = new LinkedHashSet<>();
    pages.forEach(page -> fields.addAll(written(page).keySet()));
    StringBuilder out = new StringBuilder(Csv.BOM);
    List<String> head = new ArrayList<>(columns());
    head.addAll(fields);
    Csv.row(out, head);
    for (Page page : pages) {
      Map<String, String> written = written(page);
      for (Sheet.Line line : page.sheet().lines()) {
        List<String> cells = new ArrayList<>(cells(page.sheet(), line));
        fields.forEach(field -> cells.add(written.getOrDefault(field, "")));
        Csv.row(out, cells);
      }
    }
    return out.toString();
  }
}

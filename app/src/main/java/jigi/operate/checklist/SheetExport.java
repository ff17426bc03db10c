package jigi.operate.checklist;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.base.kernel.Language;
import jigi.base.kernel.Messages;
import jigi.base.kernel.Status;
import org.jspecify.annotations.Nullable;

/** Writes checklists down as evidence: Markdown, HTML and CSV. */
public final class SheetExport {
  private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

  /** So that spreadsheets take the text for UTF-8. */
  private static final String BOM = "\uFEFF";

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

  /**
   * @param fields what is written down when it is signed; shown empty while nobody has
   */
  public String markdown(Sheet sheet, List<String> fields) {
    StringBuilder out = new StringBuilder();
    out.append("# ").append(sheet.title()).append("\n\n");
    out.append("- ").append(t("date")).append(": ").append(at(sheet.started())).append('\n');
    out.append("- ").append(t("by")).append(": ").append(signer(sheet)).append('\n');
    out.append("- ").append(t("status")).append(": ").append(word(sheet.status())).append('\n');
    String section = "";
    for (Sheet.Line line : sheet.lines()) {
      if (!line.item().section().equals(section)) {
        section = line.item().section();
        out.append("\n## ").append(section).append("\n\n");
      } else if (line.index() == 0) {
        out.append('\n');
      }
      out.append(line.status() == Status.OK ? "- [x] " : "- [ ] ").append(line.item().text());
      out.append(": **").append(word(line.status())).append("**").append(said(line)).append('\n');
    }
    written(sheet, fields)
        .forEach(
            (name, text) ->
                out.append("\n## ").append(name).append("\n\n").append(text).append('\n'));
    return out.toString();
  }

  private static String said(Sheet.Line line) {
    List<String> parts = new ArrayList<>();
    if (line.value() != null) {
      String unit =
          line.item().way() instanceof Item.Way.Hand(String u) && u != null ? " " + u : "";
      parts.add(line.value() + unit);
    }
    if (!line.evidence().isBlank()) {
      parts.add(line.evidence());
    }
    if (line.by() != null) {
      parts.add(line.by());
    }
    return parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")";
  }

  private static String signer(Sheet sheet) {
    return sheet.signature() == null ? "" : sheet.signature().by();
  }

  private Map<String, String> written(Sheet sheet, List<String> fields) {
    Map<String, String> all = new java.util.LinkedHashMap<>();
    Sheet.Signature signature = sheet.signature();
    for (String field : fields) {
      all.put(field, signature == null ? "" : signature.fields().getOrDefault(field, ""));
    }
    String note = signature == null ? "" : signature.note();
    all.merge(t("memo"), note, (field, said) -> (field + " " + said).strip());
    return all;
  }

  /** A page of its own, to be printed. */
  public String html(Sheet sheet, List<String> fields) {
    StringBuilder out = new StringBuilder();
    out.append("<!doctype html><html lang=\"").append(language.tag());
    out.append("\"><head><meta charset=\"utf-8\"><title>").append(escaped(sheet.title()));
    out.append("</title></head><body><h1>").append(escaped(sheet.title())).append("</h1><p>");
    out.append(t("date")).append(": ").append(at(sheet.started())).append("<br>").append(t("by"));
    out.append(": ").append(escaped(signer(sheet))).append("<br>").append(t("status"));
    out.append(": ").append(word(sheet.status())).append("</p><table border=\"1\"><tr>");
    for (String column : columns()) {
      out.append("<th>").append(escaped(column)).append("</th>");
    }
    out.append("</tr>");
    for (Sheet.Line line : sheet.lines()) {
      out.append("<tr>");
      cells(sheet, line).forEach(c -> out.append("<td>").append(escaped(c)).append("</td>"));
      out.append("</tr>");
    }
    out.append("</table>");
    written(sheet, fields)
        .forEach(
            (name, text) ->
                out.append("<h2>")
                    .append(escaped(name))
                    .append("</h2><p>")
                    .append(escaped(text))
                    .append("</p>"));
    return out.append("</body></html>\n").toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private List<String> columns() {
    return List.of(
        t("date"),
        t("checklist"),
        t("section"),
        t("item"),
        t("status"),
        t("value"),
        t("evidence"),
        t("by"),
        t("at"));
  }

  private List<String> cells(Sheet sheet, Sheet.Line line) {
    return List.of(
        at(sheet.started()),
        sheet.title(),
        line.item().section(),
        line.item().text(),
        word(line.status()),
        line.value() == null ? "" : line.value(),
        line.evidence(),
        line.by() == null ? "" : line.by(),
        at(line.at()));
  }

  /** One line for each item of each sheet; a field that a spreadsheet would compute is quoted. */
  public String csv(List<Sheet> sheets) {
    StringBuilder out = new StringBuilder(BOM);
    row(out, columns());
    for (Sheet sheet : sheets) {
      sheet.lines().forEach(line -> row(out, cells(sheet, line)));
    }
    return out.toString();
  }

  private static void row(StringBuilder out, List<String> cells) {
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i);
      String plain = cell.matches("(?s)[=+\\-@\\t\\r].*") ? "'" + cell : cell;
      out.append(i == 0 ? "" : ",").append('"').append(plain.replace("\"", "\"\"")).append('"');
    }
    out.append("\r\n");
  }
}

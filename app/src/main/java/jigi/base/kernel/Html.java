package jigi.base.kernel;

/** Documents that are handed out as HTML files. */
public final class Html {
  private Html() {}

  /** A page of its own, to be printed. */
  public static String document(Language language, String title, String body) {
    return "<!doctype html><html lang=\""
        + language.tag()
        + "\"><head><meta charset=\"utf-8\"><title>"
        + escaped(title)
        + "</title></head><body>"
        + body
        + "</body></html>\n";
  }

  /** Appends an element that holds a text. */
  public static void element(StringBuilder out, String tag, String text) {
    out.append('<').append(tag).append('>').append(escaped(text));
    out.append("</").append(tag).append('>');
  }

  public static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}

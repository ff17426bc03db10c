package jigi.operate.backup.store.s3;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import jigi.operate.backup.store.StoreException;

/** What answers of S3 hold: the texts at the top, and the repeated elements. */
record S3Xml(Map<String, String> top, List<Map<String, String>> items) {
  /**
   * @param item the name of the repeated element; its children become its texts
   */
  static S3Xml read(byte[] body, String item) throws StoreException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(body));
      try {
        return texts(reader, item);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException e) {
      throw new StoreException(
          StoreException.Kind.REFUSED,
          "the server's answer is no XML ("
              + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
              + ")",
          "see that 'endpoint:' is the address of S3's API, not of a page",
          e);
    }
  }

  private static S3Xml texts(XMLStreamReader reader, String item) throws XMLStreamException {
    Map<String, String> top = new HashMap<>();
    List<Map<String, String>> items = new ArrayList<>();
    Map<String, String> into = top;
    int itemDepth = -1;
    int depth = 0;
    String text = "";
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          depth++;
          text = "";
          if (itemDepth < 0 && reader.getLocalName().equals(item)) {
            itemDepth = depth;
            into = new HashMap<>();
            items.add(into);
          }
        }
        case XMLStreamConstants.CHARACTERS -> text = reader.getText();
        case XMLStreamConstants.END_ELEMENT -> {
          if (depth == itemDepth) {
            itemDepth = -1;
            into = top;
          } else {
            into.putIfAbsent(reader.getLocalName(), text);
          }
          depth--;
          text = "";
        }
        default -> {
          // Comments, whitespace and the like say nothing.
        }
      }
    }
    return new S3Xml(top, items);
  }

  String get(String name) {
    return top.getOrDefault(name, "");
  }
}

package jigi;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import jigi.base.kernel.Hash;
import jigi.base.kernel.Json;
import jigi.base.kernel.UserError;
import jigi.present.api.view.Mail;

/** What was posted to the stand-ins that keep an inbox, such as a team's chat. */
final class ChatPosts {
  private static final String INBOX = ".inbox";

  private final Path state;

  /**
   * @param state the folder of the stand-ins
   */
  ChatPosts(Path state) {
    this.state = state;
  }

  /**
   * @param ahead how far Jigi's time was moved ahead of the one that stamped them
   */
  List<Mail> read(Duration ahead) {
    if (!Files.isDirectory(state)) {
      return List.of();
    }
    List<Mail> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(state)) {
      for (Path file : files.filter(each -> each.toString().endsWith(INBOX)).sorted().toList()) {
        String name = file.getFileName().toString().replace(INBOX, "");
        for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
          all.add(post(name, line, ahead));
        }
      }
    } catch (NoSuchFileException e) {
      return List.of(); // the stand-ins were removed meanwhile
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  private static Mail post(String name, String line, Duration ahead) {
    int tab = line.indexOf('\t');
    byte[] body = Base64.getDecoder().decode(line.substring(tab + 1));
    String text = text(new String(body, StandardCharsets.UTF_8));
    return new Mail(
        Hash.of(line).substring(0, 16),
        Instant.parse(line.substring(0, tab)).plus(ahead),
        "",
        name,
        text.lines().findFirst().orElse(""),
        text);
  }

  /** The words of a chat's message; the body of any other. */
  private static String text(String body) {
    try {
      JsonNode text = Json.tree(body).path("text");
      return text.isTextual() ? text.asText() : body;
    } catch (UserError e) {
      return body;
    }
  }
}

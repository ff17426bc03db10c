package jigi.base.connect.redis;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import jigi.base.connect.End;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.DeadlineInput;
import jigi.base.connect.wire.WireException;
import org.jspecify.annotations.Nullable;

/** An open connection to Redis, used by one thread; the deadline holds for every command. */
public final class RedisSession implements AutoCloseable {
  private final Socket socket;
  private final End end;
  private final String at;
  private final InputStream in;
  private final RespReader replies;
  private volatile @Nullable Duration silence;

  RedisSession(Socket socket, End end, String at, Deadline deadline) throws IOException {
    this.socket = socket;
    this.end = end;
    this.at = at;
    this.in =
        new DeadlineInput(
            socket,
            () -> {
              Duration longest = silence;
              return longest == null ? deadline : Deadline.in(longest);
            });
    this.replies = new RespReader(in);
  }

  /**
   * Sends a command and reads its answer; an error is an answer, too.
   *
   * @throws WireException when there is no answer
   */
  public Reply command(List<String> words) throws WireException {
    try {
      socket.getOutputStream().write(bytes(words));
      socket.getOutputStream().flush();
      return replies.read();
    } catch (IOException e) {
      throw WireException.of("talking to " + at, e);
    }
  }

  public Reply command(String... words) throws WireException {
    return command(List.of(words));
  }

  /**
   * Sends a command whose answer is read from {@link #stream}, or that has none.
   *
   * @throws WireException when it cannot be sent
   */
  public void tell(String... words) throws WireException {
    try {
      socket.getOutputStream().write(bytes(List.of(words)));
      socket.getOutputStream().flush();
    } catch (IOException e) {
      throw WireException.of("talking to " + at, e);
    }
  }

  /**
   * What the server sends by itself from now on; the deadline holds no more.
   *
   * @param longest a silence beyond it is an error
   */
  public InputStream stream(Duration longest) {
    silence = longest;
    return in;
  }

  private static byte[] bytes(List<String> words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(("*" + words.size() + "\r\n").getBytes(StandardCharsets.US_ASCII));
    for (String word : words) {
      byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
      out.writeBytes(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.writeBytes(bytes);
      out.writeBytes(new byte[] {'\r', '\n'});
    }
    return out.toByteArray();
  }

  @Override
  public void close() {
    try (end) {
      socket.close();
    } catch (IOException e) {
      // Nothing is waited for any more: every answer has been read.
      return;
    }
  }
}

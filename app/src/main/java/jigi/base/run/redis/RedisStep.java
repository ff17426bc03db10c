package jigi.base.run.redis;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jigi.base.config.Secret;
import jigi.base.connect.ConnectionRegistry;
import jigi.base.connect.redis.RedisConnection;
import jigi.base.connect.redis.RedisSession;
import jigi.base.connect.redis.Reply;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.WireException;
import jigi.base.run.Comparison;
import jigi.base.run.Said;
import jigi.base.run.StepContext;
import jigi.base.run.StepKind;
import jigi.base.run.StepOutcome;
import org.jspecify.annotations.Nullable;

/** Sends commands over a named connection, and counts or removes keys in small steps. */
public final class RedisStep extends RedisSyntax implements StepKind {
  private static final int LONGEST = 16_000;
  private static final Duration SHORTEST = Duration.ofSeconds(30);

  private final ConnectionRegistry connections;

  public RedisStep(ConnectionRegistry connections) {
    this.connections = connections;
  }

  @Override
  public boolean repeatable() {
    return false;
  }

  @Override
  public StepOutcome run(StepContext context) throws InterruptedException {
    String name = context.part().attributes().getOrDefault(CONNECTION, "");
    RedisConnection connection = connections.find(context.system(), name, RedisConnection.class);
    Deadline deadline = Deadline.in(context.timeout().isZero() ? SHORTEST : context.timeout());
    Said said = new Said();
    try (RedisSession session = connection.open(connections.opening(context.system(), deadline))) {
      return work(context, session, said);
    } catch (Secret.Missing e) {
      return said.trouble(context, String.valueOf(e.getMessage()));
    } catch (WireException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return said.trouble(context, e.evidence());
    }
  }

  private static StepOutcome work(StepContext context, RedisSession session, Said said)
      throws WireException, InterruptedException {
    Map<String, String> attributes = context.part().attributes();
    String pattern = attributes.getOrDefault(UNLINK, attributes.get(SCAN));
    if (pattern != null) {
      return walk(context, session, said, CommandLine.Word.of(pattern).filled(context.values()));
    }
    String last = "";
    for (CommandLine line : CommandLine.parse(context.part().source())) {
      if (!context.how().acts() || context.dry()) {
        String writes = writes(session, line.command());
        if (writes != null && context.dry()) {
          said.add("would send " + line.shown());
          continue;
        }
        if (writes != null) {
          return StepOutcome.failed(said.with(writes));
        }
      }
      said.sending();
      Reply reply = session.command(line.filled(context.values()));
      said.answered();
      last = reply.shown();
      if (reply instanceof Reply.Refused) {
        return StepOutcome.failed(said.with(line.command() + ": " + last));
      }
      said.add(line.command() + ": " + shortened(last));
    }
    return judged(context, said, last);
  }

  /** Why a command has no place in a block that only looks; null when it changes nothing. */
  private static @Nullable String writes(RedisSession session, String command)
      throws WireException {
    Reply known = session.command("COMMAND", "INFO", command);
    if (known instanceof Reply.Items(List<Reply> all)
        && !all.isEmpty()
        && all.getFirst() instanceof Reply.Items(List<Reply> about)
        && about.size() > 2
        && about.get(2) instanceof Reply.Items(List<Reply> flags)) {
      Set<String> words = Set.copyOf(flags.stream().map(Reply::shown).distinct().toList());
      return words.contains("write") || (words.contains("admin") && !words.contains("readonly"))
          ? command + " changes something, and the block may only look; write ```redis run"
          : null;
    }
    return "the server does not know " + command;
  }

  private static StepOutcome walk(
      StepContext context, RedisSession session, Said said, String pattern)
      throws WireException, InterruptedException {
    KeyWalk walk = new KeyWalk(session, pattern);
    boolean removes =
        context.part().attributes().containsKey(UNLINK) && context.how().acts() && !context.dry();
    long most = Long.parseLong(context.part().attributes().getOrDefault(MOST, "100000"));
    long found = walk.count();
    said.add(found + " keys match " + pattern + walk.examples());
    if (!context.part().attributes().containsKey(UNLINK) || !context.how().acts()) {
      return judged(context, said, String.valueOf(found));
    }
    if (found > most) {
      return StepOutcome.failed(
          said.with("these are more than at-most=" + most + "; none was removed"));
    }
    if (!removes) {
      return StepOutcome.ok(said.with("would remove them, and changed nothing"));
    }
    said.sending();
    long removed = walk.unlink();
    said.answered();
    said.add(removed + " keys removed");
    return judged(context, said, String.valueOf(removed));
  }

  private static StepOutcome judged(StepContext context, Said said, String last) {
    String text = context.part().attributes().get(EXPECT);
    Comparison wanted = text == null ? null : Comparison.read(text);
    return wanted == null || wanted.holds(last) || context.dry()
        ? StepOutcome.ok(said.text())
        : StepOutcome.failed(said.with("expected " + wanted + ", it is " + shortened(last)));
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}

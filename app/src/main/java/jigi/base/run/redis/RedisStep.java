package jigi.base.run.redis;

import java.time.Duration;
import java.util.ArrayList;
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

  /** What a step has said and sent so far. */
  private static final class Progress {
    private final List<String> said = new ArrayList<>();
    private boolean sending;

    String with(String last) {
      List<String> all = new ArrayList<>(said);
      all.add(last);
      return String.join("\n", all);
    }
  }

  @Override
  public StepOutcome run(StepContext context) throws InterruptedException {
    String name = context.part().attributes().getOrDefault(CONNECTION, "");
    RedisConnection connection = connections.find(context.system(), name, RedisConnection.class);
    Deadline deadline = Deadline.in(context.timeout().isZero() ? SHORTEST : context.timeout());
    Progress progress = new Progress();
    try (RedisSession session = connection.open(connections.opening(context.system(), deadline))) {
      return work(context, session, progress);
    } catch (Secret.Missing e) {
      return trouble(context, progress, String.valueOf(e.getMessage()));
    } catch (WireException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return trouble(context, progress, e.evidence());
    }
  }

  /** What was sent and never answered may have been done. */
  private static StepOutcome trouble(StepContext context, Progress progress, String what) {
    String said = progress.with(what);
    return context.how().checks() || (context.how().acts() && progress.sending)
        ? StepOutcome.unknown(said)
        : StepOutcome.failed(said);
  }

  private static StepOutcome work(StepContext context, RedisSession session, Progress progress)
      throws WireException, InterruptedException {
    Map<String, String> attributes = context.part().attributes();
    String pattern = attributes.getOrDefault(UNLINK, attributes.get(SCAN));
    if (pattern != null) {
      return walk(
          context, session, progress, CommandLine.Word.of(pattern).filled(context.values()));
    }
    String last = "";
    for (CommandLine line : CommandLine.parse(context.part().source())) {
      if (!context.how().acts() || context.dry()) {
        String writes = writes(session, line.command());
        if (writes != null && context.dry()) {
          progress.said.add("would send " + line.shown());
          continue;
        }
        if (writes != null) {
          return StepOutcome.failed(progress.with(writes));
        }
      }
      progress.sending = true;
      Reply reply = session.command(line.filled(context.values()));
      progress.sending = false;
      last = reply.shown();
      if (reply instanceof Reply.Refused) {
        return StepOutcome.failed(progress.with(line.command() + ": " + last));
      }
      progress.said.add(line.command() + ": " + shortened(last));
    }
    return judged(context, progress, last);
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
      StepContext context, RedisSession session, Progress progress, String pattern)
      throws WireException, InterruptedException {
    KeyWalk walk = new KeyWalk(session, pattern);
    boolean removes =
        context.part().attributes().containsKey(UNLINK) && context.how().acts() && !context.dry();
    long most = Long.parseLong(context.part().attributes().getOrDefault(MOST, "100000"));
    long found = walk.count();
    progress.said.add(found + " keys match " + pattern + walk.examples());
    if (!context.part().attributes().containsKey(UNLINK) || !context.how().acts()) {
      return judged(context, progress, String.valueOf(found));
    }
    if (found > most) {
      return StepOutcome.failed(
          progress.with("these are more than at-most=" + most + "; none was removed"));
    }
    if (!removes) {
      return StepOutcome.ok(progress.with("would remove them, and changed nothing"));
    }
    progress.sending = true;
    long removed = walk.unlink();
    progress.sending = false;
    progress.said.add(removed + " keys removed");
    return judged(context, progress, String.valueOf(removed));
  }

  private static StepOutcome judged(StepContext context, Progress progress, String last) {
    String text = context.part().attributes().get(EXPECT);
    Comparison wanted = text == null ? null : Comparison.read(text);
    return wanted == null || wanted.holds(last) || context.dry()
        ? StepOutcome.ok(String.join("\n", progress.said))
        : StepOutcome.failed(progress.with("expected " + wanted + ", it is " + shortened(last)));
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}

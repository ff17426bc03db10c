package jigi.base.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Drives the decisions through random interleavings of results, crashes, vanished processes,
 * cancels, approvals, answers and time, and holds them to what must never happen.
 */
class DeciderPropertyTest {
  private static final int HISTORIES = Integer.getInteger("histories", 20_000);
  private static final int LONGEST = 600;

  @Test
  void everyHistoryEndsAndKeepsTheRules() {
    long seed = Long.getLong("seed", new Random().nextLong());
    Map<RunState, Integer> ends = new TreeMap<>();
    for (int i = 0; i < HISTORIES; i++) {
      World world = new World(new Random(seed + i));
      try {
        ends.merge(world.live(), 1, Integer::sum);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("-Dseed=" + (seed + i) + "\n" + String.join("\n", world.story), e);
      }
    }
    System.out.println("seed " + seed + ": " + ends);
    assertThat(ends.keySet())
        .contains(RunState.SUCCEEDED, RunState.FAILED, RunState.CANCELLED, RunState.UNVERIFIED);
  }

  /** What is really so of an attempt on its target. */
  private enum Truth {
    NOT_STARTED,
    RUNNING,
    GONE
  }

  /** A run, the targets that it works on, and the people around it. */
  private static final class World {
    private final Random random;
    private final List<String> story = new ArrayList<>();
    private final RunDefinition definition;
    private final Mode mode;
    private final Map<Integer, RunStep> steps = new HashMap<>();
    private final List<RunAttempt> attempts = new ArrayList<>();
    private final List<Approval> approvals = new ArrayList<>();
    private final Map<String, Observation> observed = new HashMap<>();
    private final Map<String, Truth> truth = new HashMap<>();
    private final Map<Integer, Integer> freed = new HashMap<>();
    private final Set<Integer> vouched = new HashSet<>();
    private boolean locked;
    private @Nullable String cancelledBy;
    private Decision.@Nullable Finish end;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    World(Random random) {
      this.random = random;
      this.mode = random.nextInt(5) == 0 ? Mode.ASK : Mode.BY_HAND;
      List<StepDefinition> made = new ArrayList<>();
      int count = 1 + random.nextInt(4);
      for (int i = 0; i < count; i++) {
        made.add(step(i));
      }
      boolean ladder = random.nextInt(3) == 0;
      definition = Bench.definition(ladder ? "goal" : null, made.toArray(StepDefinition[]::new));
    }

    private StepDefinition step(int i) {
      int what = random.nextInt(10);
      if (what == 0) {
        return Bench.own("s" + i, "approve", "expires=1h");
      }
      if (what == 1) {
        return Bench.own("s" + i, "wait", "for=1m");
      }
      List<String> attributes = new ArrayList<>();
      if (random.nextInt(3) == 0) {
        attributes.add("retry=" + random.nextInt(3));
      }
      if (random.nextInt(3) == 0) {
        attributes.add("group=g");
      }
      if (i > 0 && random.nextInt(5) == 0) {
        attributes.add("when=failed(" + (1 + random.nextInt(i)) + ")");
      }
      String[] all = attributes.toArray(String[]::new);
      if (what < 4) {
        return Bench.look("s" + i, "x", all);
      }
      StepPart part = Bench.part("sh", "x");
      return new StepDefinition(
          "s" + i,
          Role.RUN,
          Bench.part("sh", "x", all),
          random.nextBoolean() ? part : null,
          random.nextInt(3) == 0 ? part : null,
          random.nextInt(3) == 0 ? part : null);
    }

    RunState live() {
      for (int i = 0; i < LONGEST && end == null; i++) {
        now = now.plusMillis(500);
        happen();
        Decision decision = Decider.next(snapshot());
        story.add(decision.toString());
        apply(decision);
      }
      assertThat(end).as("ends").isNotNull();
      Decision.Finish finish = Objects.requireNonNull(end);
      atTheEnd(finish);
      return finish.state();
    }

    private RunSnapshot snapshot() {
      List<RunStep> all = new ArrayList<>();
      for (int i = 0; i < definition.steps().size(); i++) {
        all.add(steps.getOrDefault(i, RunStep.pending(i)));
      }
      return new RunSnapshot(
          definition,
          Bench.run(mode, now, cancelledBy),
          steps.getOrDefault(-1, RunStep.pending(-1)),
          all,
          List.copyOf(attempts),
          List.copyOf(approvals),
          Map.copyOf(observed),
          locked,
          now);
    }

    /** Something that nobody decided. */
    private void happen() {
      int what = random.nextInt(40);
      if (what == 0) {
        story.add("  crash");
        observed.clear();
        attempts.replaceAll(a -> a.open() ? killed(a) : a);
      } else if (what == 1 && random.nextInt(8) == 0 && cancelledBy == null) {
        story.add("  cancel");
        cancelledBy = "user:kim";
      } else if (what == 2) {
        running().stream().findAny().ifPresent(this::lose);
      } else if (what < 12) {
        running().stream().findAny().ifPresent(this::finish);
      }
    }

    private List<RunAttempt> running() {
      return attempts.stream()
          .filter(a -> a.open() && truth.get(a.id()) == Truth.RUNNING)
          .collect(Collectors.toList());
    }

    /** Its shim was killed: nobody will ever know how it ended. */
    private void lose(RunAttempt attempt) {
      story.add("  lost " + attempt.id());
      truth.put(attempt.id(), Truth.GONE);
      if (observed.containsKey(attempt.id())) {
        close(attempt, AttemptOutcome.VANISHED);
      }
    }

    private void finish(RunAttempt attempt) {
      truth.put(attempt.id(), Truth.GONE);
      close(attempt, outcome(attempt));
    }

    private AttemptOutcome outcome(RunAttempt attempt) {
      boolean checks = attempt.purpose() != Purpose.ACT && attempt.purpose() != Purpose.UNDO;
      int what = random.nextInt(10);
      if (what < 6) {
        return AttemptOutcome.OK;
      }
      return what < 9
          ? AttemptOutcome.FAILED
          : checks ? AttemptOutcome.UNKNOWN : AttemptOutcome.TIMEOUT;
    }

    private void close(RunAttempt a, AttemptOutcome outcome) {
      story.add("  " + a.id() + " " + outcome);
      observed.remove(a.id());
      attempts.replaceAll(b -> b.id().equals(a.id()) ? ended(b, outcome, now, b.kills()) : b);
    }

    private static RunAttempt killed(RunAttempt a) {
      return ended(a, null, null, a.kills() + 1);
    }

    private static RunAttempt ended(
        RunAttempt a, @Nullable AttemptOutcome outcome, @Nullable Instant at, int kills) {
      return attempt(a.id(), a.step(), a.purpose(), a.begun(), outcome, at, kills);
    }

    private static RunAttempt attempt(
        String id,
        int step,
        Purpose purpose,
        Instant begun,
        @Nullable AttemptOutcome outcome,
        @Nullable Instant ended,
        int kills) {
      return new RunAttempt(
          id, step, purpose, 1, "sh", outcome, begun, ended, "", kills, 0, null, null);
    }

    private RunAttempt attempt(String id) {
      return attempts.stream().filter(a -> a.id().equals(id)).findFirst().orElseThrow();
    }

    private void apply(Decision decision) {
      switch (decision) {
        case Decision.Inspect d -> inspect(attempt(d.attempt()));
        case Decision.Begin d -> begin(d);
        case Decision.Resume d -> {
          assertThat(truth.get(d.attempt())).isEqualTo(Truth.NOT_STARTED);
          start(d.attempt());
        }
        case Decision.Kill d -> {
          truth.put(d.attempt(), Truth.GONE);
          close(attempt(d.attempt()), AttemptOutcome.CANCELLED);
        }
        case Decision.Prevent d -> {
          assertThat(truth.get(d.attempt())).isEqualTo(Truth.NOT_STARTED);
          truth.put(d.attempt(), Truth.GONE);
          close(attempt(d.attempt()), AttemptOutcome.VOID);
        }
        case Decision.Leave d -> {
          assertThat(observed.get(d.attempt())).isEqualTo(Observation.ELSEWHERE);
          RunStep s = at(attempt(d.attempt()).step());
          assertThat(cancelledBy != null || (s.question() != null && s.question().choice() != null))
              .as("a person has spoken")
              .isTrue();
          close(attempt(d.attempt()), AttemptOutcome.VANISHED);
        }
        case Decision.Vouch d -> vouch(attempt(d.attempt()));
        case Decision.TakeLocks d -> locked = true;
        case Decision.Decide d -> {
          assertThat(running().stream().filter(a -> a.step() == d.step())).isEmpty();
          RunStep s = at(d.step());
          steps.put(
              d.step(),
              new RunStep(d.step(), d.state(), s.started(), now, s.due(), "", s.question()));
        }
        case Decision.Delay d ->
            steps.put(
                d.step(), new RunStep(d.step(), StepState.ACTIVE, now, null, d.until(), "", null));
        case Decision.AskApproval d -> ask(d);
        case Decision.Ask d -> ask(d);
        case Decision.Await d -> await(d);
        case Decision.Finish d -> end = d;
      }
    }

    private void ask(Decision.AskApproval d) {
      String id = "p" + approvals.size();
      Instant expires = now.plus(d.expires());
      approvals.add(
          new Approval(
              id,
              d.step(),
              d.by(),
              "h",
              now,
              expires,
              d.needed(),
              List.of(),
              null,
              null,
              null,
              null));
    }

    private void ask(Decision.Ask d) {
      RunStep s = at(d.step());
      int count = (int) attempts.stream().filter(a -> a.step() == d.step()).count();
      Question question = new Question(d.reason(), d.why(), count, now, null, null, null);
      steps.put(
          d.step(), new RunStep(d.step(), s.state(), s.started(), null, s.due(), "", question));
    }

    private void vouch(RunAttempt undo) {
      assertThat(undo.purpose()).isEqualTo(Purpose.UNDO);
      assertThat(undo.open()).isFalse();
      Question asked = at(undo.step()).question();
      assertThat(asked == null ? null : asked.choice()).isEqualTo(Choice.MARK_DONE);
      close(undo, AttemptOutcome.OK);
      vouched.add(undo.step());
    }

    private RunStep at(int step) {
      return steps.getOrDefault(step, RunStep.pending(step));
    }

    private void inspect(RunAttempt attempt) {
      if (random.nextInt(10) == 0) {
        observed.put(attempt.id(), Observation.UNREACHABLE);
        return;
      }
      if (random.nextInt(15) == 0) {
        observed.put(attempt.id(), Observation.ELSEWHERE);
        return;
      }
      switch (Objects.requireNonNull(truth.get(attempt.id()))) {
        case NOT_STARTED -> observed.put(attempt.id(), Observation.NEVER_STARTED);
        case RUNNING -> observed.put(attempt.id(), Observation.RUNNING);
        case GONE -> close(attempt, AttemptOutcome.VANISHED);
      }
    }

    private void begin(Decision.Begin d) {
      boolean undone = d.purpose() == Purpose.UNDO && vouched.contains(d.step());
      assertThat(undone).as("an undo that a person vouched for is tried again").isFalse();
      assertThat(attempts.stream().filter(a -> a.step() == d.step() && a.open()))
          .as("one attempt of a step at a time")
          .isEmpty();
      assertThat(locked).as("locks before effects").isTrue();
      mayAct(d);
      RunAttempt attempt =
          attempt("a" + attempts.size(), d.step(), d.purpose(), now, null, null, 0);
      attempts.add(attempt);
      RunStep s = at(d.step());
      StepState state = s.state() == StepState.PENDING ? StepState.ACTIVE : s.state();
      steps.put(d.step(), new RunStep(d.step(), state, now, null, s.due(), "", s.question()));
      truth.put(attempt.id(), Truth.NOT_STARTED);
      if (random.nextInt(20) == 0) {
        story.add("  crash between intent and start");
        observed.clear();
      } else {
        start(attempt.id());
      }
    }

    /** The heart of it: an act that may have had its effect is not repeated unasked. */
    private void mayAct(Decision.Begin d) {
      if (d.purpose() != Purpose.ACT || definition.steps().get(d.step()).role() != Role.RUN) {
        return;
      }
      StepDefinition step = definition.steps().get(d.step());
      List<RunAttempt> of = attempts.stream().filter(a -> a.step() == d.step()).toList();
      RunAttempt last =
          of.stream().filter(a -> a.purpose() == Purpose.ACT).reduce((a, b) -> b).orElse(null);
      if (last == null || freed.getOrDefault(d.step(), -1) == of.size()) {
        return;
      }
      boolean after = false;
      boolean told = false;
      for (RunAttempt a : of) {
        after |= a.equals(last);
        told |= after && a.purpose() == Purpose.PROBE && a.outcome() == AttemptOutcome.FAILED;
        told |= after && a.purpose() == Purpose.VERIFY && a.outcome() == AttemptOutcome.FAILED;
      }
      boolean lost =
          last.outcome() == AttemptOutcome.VANISHED || last.outcome() == AttemptOutcome.REBOOTED;
      assertThat(lost && !told).as("a lost act is repeated unasked").isFalse();
      long acts =
          of.stream()
              .filter(a -> a.purpose() == Purpose.ACT && a.outcome() != AttemptOutcome.VOID)
              .count();
      boolean answered = freed.containsKey(d.step()) || step.probe() != null;
      assertThat(acts > step.retries() && !answered)
          .as("more tries than the manual allows")
          .isFalse();
    }

    private void start(String id) {
      truth.put(id, Truth.RUNNING);
      observed.put(id, Observation.RUNNING);
    }

    private void await(Decision.Await d) {
      List<Runnable> next = new ArrayList<>();
      running().stream()
          .filter(a -> observed.containsKey(a.id()))
          .forEach(a -> next.add(() -> finish(a)));
      steps.values().stream()
          .filter(s -> s.question() != null && s.question().choice() == null)
          .forEach(s -> next.add(() -> answer(s)));
      approvals.stream().filter(a -> a.granted() == null).forEach(a -> next.add(() -> decide(a)));
      if (d.due() != null) {
        next.add(
            () -> {
              Instant due = Objects.requireNonNull(d.due());
              now = now.isBefore(due) ? due : now;
              observed.values().removeIf(o -> o == Observation.UNREACHABLE);
            });
      }
      assertThat(next).as("a wait that nothing ends").isNotEmpty();
      next.get(random.nextInt(next.size())).run();
    }

    private void answer(RunStep s) {
      Choice choice = Choice.values()[random.nextInt(Choice.values().length)];
      Question q = Objects.requireNonNull(s.question());
      boolean checks = q.checkable(definition, s.index());
      Choice given = choice == Choice.CHECK && !checks ? Choice.RETRY : choice;
      story.add("  answer " + s.index() + " " + given);
      if (given == Choice.RETRY) {
        freed.put(s.index(), q.attempts());
      }
      Question answered =
          new Question(q.reason(), q.why(), q.attempts(), q.at(), given, "kim", "seen");
      steps.put(
          s.index(),
          new RunStep(s.index(), s.state(), s.started(), s.ended(), s.due(), "", answered));
    }

    private void decide(Approval a) {
      boolean granted = random.nextInt(4) > 0;
      story.add("  approval " + granted);
      approvals.replaceAll(
          b ->
              b.id().equals(a.id())
                  ? new Approval(
                      b.id(),
                      b.step(),
                      b.by(),
                      b.hash(),
                      b.asked(),
                      b.expires(),
                      b.needed(),
                      List.of("lee"),
                      granted,
                      "lee",
                      now,
                      null)
                  : b);
    }

    private void atTheEnd(Decision.Finish finish) {
      assertThat(running()).as("nothing is left running").isEmpty();
      if (finish.state() == RunState.SUCCEEDED && finish.reason().equals("steps-done")) {
        for (int i = 0; i < definition.steps().size(); i++) {
          verified(i);
        }
      }
      if (finish.state() == RunState.CANCELLED) {
        assertThat(cancelledBy != null || finish.reason().matches("declined|approval-expired"))
            .isTrue();
      }
    }

    private void verified(int i) {
      StepDefinition step = definition.steps().get(i);
      Question question = at(i).question();
      boolean vouched = question != null && question.choice() == Choice.MARK_DONE;
      if (at(i).state() == StepState.SUCCEEDED && step.verify() != null && !vouched) {
        RunAttempt last =
            attempts.stream()
                .filter(a -> a.step() == i && a.purpose() == Purpose.VERIFY)
                .reduce((a, b) -> b)
                .orElse(null);
        assertThat(last).as("success without a verify").isNotNull();
        assertThat(Objects.requireNonNull(last).outcome()).isEqualTo(AttemptOutcome.OK);
      }
      if (mode == Mode.ASK) {
        assertThat(approvals).anyMatch(a -> a.step() == -1 && Boolean.TRUE.equals(a.granted()));
      }
    }
  }
}

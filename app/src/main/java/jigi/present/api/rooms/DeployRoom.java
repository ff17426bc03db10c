package jigi.present.api.rooms;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import jigi.base.kernel.Status;
import jigi.base.kernel.UserError;
import jigi.base.run.RunEngine;
import jigi.base.run.RunFilter;
import jigi.base.run.Runs;
import jigi.operate.deploy.Deployed;
import jigi.operate.deploy.Deployment;
import jigi.operate.deploy.Deployments;
import jigi.operate.deploy.Freeze;
import jigi.operate.deploy.Leave;
import jigi.operate.deploy.Phase;
import jigi.operate.deploy.Reality;
import jigi.operate.deploy.Receipt;
import jigi.operate.deploy.Wanted;
import jigi.operate.deploy.ci.Chain;
import jigi.operate.deploy.ci.Delivery;
import jigi.operate.deploy.ci.Report;
import jigi.operate.deploy.env.EnvRegistry;
import jigi.operate.deploy.gateway.GatewaySettings;
import jigi.operate.deploy.image.Needed;
import jigi.operate.deploy.image.Offer;
import jigi.operate.deploy.machine.Change;
import jigi.operate.deploy.machine.Colour;
import jigi.operate.deploy.machine.Ended;
import jigi.operate.deploy.machine.Instance;
import jigi.operate.deploy.machine.Memory;
import jigi.operate.deploy.machine.Migration;
import jigi.operate.deploy.machine.Release;
import jigi.operate.deploy.machine.Roll;
import jigi.operate.deploy.machine.Shipping;
import jigi.operate.deploy.machine.Slot;
import jigi.operate.deploy.machine.Stage;
import jigi.operate.deploy.scale.LoadRules;
import jigi.operate.deploy.scale.ScaleSettings;
import jigi.operate.deploy.scale.Scaled;
import jigi.operate.deploy.scale.Verdict;
import jigi.operate.deploy.state.Kept;
import jigi.present.api.view.DeployView;
import jigi.present.api.view.DeploymentDesk;
import jigi.present.api.view.Scope;
import org.jspecify.annotations.Nullable;

/** Deployments as they are shown. */
final class DeployRoom implements DeploymentDesk {
  private static final int LISTED = 30;
  private static final int CHAINS = 5;
  private static final int SIZES = 10;

  private final Deployments deployments;
  private final RunEngine engine;
  private final Runs runs;

  DeployRoom(Deployments deployments, RunEngine engine, Runs runs) {
    this.deployments = deployments;
    this.engine = engine;
    this.runs = runs;
  }

  @Override
  public List<DeployView.Row> list(Scope scope) {
    return deployments.all().stream()
        .filter(one -> scope.sees(one.system()))
        .map(one -> row(one, deployments.reality(one.system(), one.name())))
        .sorted(Comparator.comparing((DeployView.Row row) -> row.status()).reversed())
        .toList();
  }

  @Override
  public DeployView.@Nullable Detail get(String system, String name) {
    Deployment one = deployments.find(system, name);
    if (one == null) {
      return null;
    }
    Reality reality = deployments.reality(system, name);
    Memory memory = memory(reality);
    List<Deployed> history = deployments.history(system, name, LISTED);
    Kept kept = reality.kept();
    DeployView.Row row = row(one, reality);
    Colour active = memory.active();
    return new DeployView.Detail(
        row,
        holds(one),
        one.stateFile(),
        active == null ? "" : active.key(),
        reality.gatewaySaid(),
        one.slots().stream().map(slot -> side(reality, memory, slot)).toList(),
        reality.mismatches().stream()
            .map(each -> new DeployView.Mismatch(each.code(), each.said(), each.canWait()))
            .toList(),
        DeployParts.of(memory, history.isEmpty() ? null : history.getFirst()),
        acts(row, reality, memory),
        kept == null
            ? List.of()
            : kept.history().stream().map(Kept.Good::version).distinct().toList(),
        !one.around().images().isEmpty(),
        history.isEmpty()
            ? List.of()
            : deployments.marks(history.getFirst().id()).stream()
                .map(mark -> new DeployView.Mark(mark.at(), mark.stage().key(), mark.said()))
                .toList(),
        history.stream().map(DeployRoom::entry).toList(),
        deployments.pipelines().list(system, name, CHAINS).stream().map(DeployRoom::chain).toList(),
        sizes(one, memory),
        deployments.envFiles(system, name).stream().map(each -> envFile(one, each)).toList());
  }

  private DeployView.EnvFile envFile(Deployment one, EnvRegistry.Entry entry) {
    return new DeployView.EnvFile(
        entry.file().toString(),
        entry.readers().stream().map(each -> each.name().toLowerCase(Locale.ROOT)).toList(),
        entry.purpose(),
        entry.owner(),
        entry.mode(),
        entry.changed(),
        entry.variables(),
        entry.fault(),
        deployments.envWatch().secrets(one, entry.file().toString()).stream()
            .map(
                each ->
                    new DeployView.EnvSecret(each.name(), each.since(), each.due(), each.overdue()))
            .toList());
  }

  private DeployView.@Nullable Sizes sizes(Deployment one, Memory memory) {
    ScaleSettings scale = one.around().scale();
    return scale == null
        ? null
        : new DeployView.Sizes(
            memory.instances(),
            scale.min(),
            scale.most(one.slots().size()),
            follow(one, scale.follow()),
            deployments.scalings(one.system(), one.name(), SIZES).stream()
                .map(DeployRoom::sized)
                .toList());
  }

  private DeployView.@Nullable Follow follow(Deployment one, @Nullable LoadRules rules) {
    if (rules == null) {
      return null;
    }
    Verdict last = deployments.follower().last(one);
    return new DeployView.Follow(
        last == null ? "soon" : last.word().key(),
        last == null || Double.isNaN(last.load()) ? "" : LoadRules.number(last.load()),
        LoadRules.number(rules.out().at()),
        rules.out().lasts(),
        LoadRules.number(rules.in().at()),
        rules.in().lasts(),
        last == null ? null : last.until(),
        rules.hold());
  }

  private static DeployView.Sized sized(Scaled one) {
    String outcome = one.outcome();
    String said = one.said();
    return new DeployView.Sized(
        one.before(),
        one.after(),
        outcome == null ? "open" : outcome.equals("deployed") ? "scaled" : outcome,
        said == null ? one.reason() : said,
        one.actor(),
        one.run(),
        one.started());
  }

  @Override
  public String scale(String system, String name, String to, String reason, String actor) {
    return deployments.scale(system, name, to, reason, actor, engine).id();
  }

  private static DeployView.Chain chain(Chain chain) {
    Report.Whole whole = chain.whole();
    return new DeployView.Chain(
        whole.workflow(),
        whole.ref(),
        whole.sha(),
        chain.version(),
        whole.url(),
        whole.state().key(),
        chain.at(),
        chain.jobs().stream()
            .map(job -> new DeployView.Job(job.name(), job.state().key()))
            .toList(),
        chain.run(),
        chain.refused());
  }

  @Override
  public DeployView.@Nullable Receipt receive(
      String system, String name, Function<String, @Nullable String> headers, byte[] body) {
    return switch (deployments
        .pipelines()
        .receive(system, name, new Delivery(headers, body), engine)) {
      case null -> null;
      case Receipt.Ignored ignored -> new DeployView.Receipt("ignored", ignored.event(), null);
      case Receipt.Kept kept -> new DeployView.Receipt("kept", kept.pipeline(), null);
      case Receipt.Began began ->
          new DeployView.Receipt("deploying", began.pipeline(), began.run());
      case Receipt.Held held -> new DeployView.Receipt("held", held.why(), null);
      case Receipt.Forged forged -> new DeployView.Receipt("forged", "", null);
      case Receipt.Replayed replayed -> new DeployView.Receipt("replayed", "", null);
      case Receipt.Old old -> new DeployView.Receipt("old", old.at(), null);
      case Receipt.NoSecret missing -> new DeployView.Receipt("no-secret", missing.why(), null);
    };
  }

  @Override
  public DeployView.Tags tags(String system, String name, int most) {
    Offer offer = deployments.offer(system, name);
    if (offer == null) {
      throw noImages(name);
    }
    Kept kept = deployments.reality(system, name).kept();
    Release live = kept == null ? null : kept.memory().live();
    List<String> good =
        kept == null ? List.of() : kept.history().stream().map(Kept.Good::version).toList();
    return new DeployView.Tags(
        offer.repository(),
        offer.versions().stream().limit(most).map(each -> tag(each, live, good)).toList(),
        offer.versions().size(),
        offer.whole(),
        offer.lacks() ? offer.least() : null,
        offer.missing());
  }

  private static UserError noImages(String name) {
    return new UserError(
        "no-images",
        "the manual does not say in which registry the versions of '" + name + "' are",
        "add images: [{registry: …, repository: …}] to the deployment");
  }

  @Override
  public List<DeployView.Needed> needed(String system, String name, List<String> versions) {
    List<Needed> needed = deployments.needed(system, name, versions);
    if (needed == null) {
      throw noImages(name);
    }
    return needed.stream().map(each -> new DeployView.Needed(each.version(), each.why())).toList();
  }

  private static DeployView.Tag tag(String version, @Nullable Release live, List<String> good) {
    boolean is = live != null && live.version().equals(version);
    return new DeployView.Tag(version, is ? "live" : good.contains(version) ? "good" : "");
  }

  @Override
  public String begin(String system, String name, Asked asked, String actor) {
    Phase phase = Phase.of(asked.phase());
    if (phase == null) {
      throw new UserError(
          "bad-phase",
          "there is no phase '" + asked.phase() + "'",
          "use prepare, gateway, finalize, cancel or full");
    }
    Wanted wanted =
        new Wanted(
            system,
            name,
            phase,
            asked.version().isBlank() ? null : asked.version().strip(),
            colour(asked.override()),
            colour(asked.force()),
            new Shipping(null, asked.pull(), set(asked.set())),
            leave(asked));
    return deployments.begin(wanted, actor, engine).id();
  }

  private static Leave leave(Asked asked) {
    Migration migration = Migration.of(asked.migration());
    if (migration == null && !asked.migration().isEmpty()) {
      throw new UserError(
          "bad-migration",
          "there is no migration '" + asked.migration() + "'",
          "use none, expand or contract");
    }
    String reason = asked.reason().isBlank() ? null : asked.reason().strip();
    return new Leave(reason, migration, false, asked.replace());
  }

  @Override
  public void freeze(String system, String name, String reason, String actor) {
    deployments.freeze(system, name, reason, actor);
  }

  @Override
  public void unfreeze(String system, String name, String actor) {
    deployments.unfreeze(system, name, actor);
  }

  private DeployView.Holds holds(Deployment one) {
    Freeze freeze = deployments.frozen(one.system(), one.name());
    return new DeployView.Holds(
        freeze == null ? null : freeze.reason(),
        freeze == null ? null : freeze.actor(),
        freeze == null ? null : freeze.at(),
        one.demands().migrate() != null);
  }

  private static Map<String, String> set(String lines) {
    Map<String, String> set = new LinkedHashMap<>();
    for (String line : lines.lines().filter(each -> !each.isBlank()).toList()) {
      int sign = line.indexOf('=');
      if (sign < 1) {
        throw new UserError(
            "bad-variable", "this sets no variable ('" + line + "')", "write NAME=value");
      }
      set.put(line.substring(0, sign).strip(), line.substring(sign + 1).strip());
    }
    return set;
  }

  private static @Nullable Colour colour(String text) {
    Colour colour = Colour.of(text);
    if (colour == null && !text.isEmpty()) {
      throw new UserError("bad-colour", "there is no colour '" + text + "'", "use blue or green");
    }
    return colour;
  }

  @Override
  public String rollBack(String system, String name, String actor) {
    return deployments.rollBack(system, name, actor, engine).id();
  }

  private static Memory memory(Reality reality) {
    Kept kept = reality.kept();
    return kept == null ? Memory.EMPTY : kept.memory();
  }

  private DeployView.Row row(Deployment one, Reality reality) {
    Memory memory = memory(reality);
    Colour active = memory.active();
    Release live = memory.live();
    Change change = memory.change();
    List<Deployed> last = deployments.history(one.system(), one.name(), 1);
    GatewaySettings gateway = one.gateway();
    return new DeployView.Row(
        one.system(),
        one.name(),
        one.title(),
        one.runtime().kind(),
        gateway == null ? "" : gateway.kind(),
        status(reality, live != null),
        active == null ? null : active.key(),
        live == null ? null : live.version(),
        change == null ? "" : change.stage().key(),
        running(one),
        reality.mismatches().stream().map(Reality.Mismatch::code).distinct().toList(),
        last.isEmpty() ? null : entry(last.getFirst()));
  }

  private static Status status(Reality reality, boolean deployed) {
    if (reality.mismatches().isEmpty()) {
      return deployed ? Status.OK : Status.UNKNOWN;
    }
    if (reality.mismatches().stream().allMatch(Reality.Mismatch::canWait)) {
      return Status.WARN;
    }
    boolean unclear =
        reality.mismatches().stream().allMatch(each -> each.code().equals("gateway-unclear"));
    return unclear ? Status.UNKNOWN : Status.FAIL;
  }

  private @Nullable String running(Deployment one) {
    var open = runs.list(RunFilter.open().system(one.system()).name("deploy-" + one.name()));
    return open.isEmpty() ? null : open.getFirst().id();
  }

  private static DeployView.Side side(Reality reality, Memory memory, Slot slot) {
    Reality.Side side = reality.side(slot);
    Set<Slot> receiving = reality.receiving();
    return new DeployView.Side(
        slot.key(),
        role(memory, slot, side),
        side.version(),
        side.where(),
        health(side),
        side.fault(),
        receiving == null ? null : share(receiving, slot),
        side.inFlight());
  }

  private static String role(Memory memory, Slot slot, Reality.Side side) {
    if (side.version() == null) {
      return "empty";
    }
    return switch (slot) {
      case Colour colour -> role(memory, colour);
      case Instance instance -> {
        Set<Instance> expected = memory.spread();
        yield expected == null || expected.contains(instance) ? "live" : "out";
      }
    };
  }

  private static String role(Memory memory, Colour colour) {
    Change change = memory.change();
    if (change == null) {
      return colour == memory.active() ? "live" : "left";
    }
    Colour expected = memory.expected();
    boolean switched = expected == change.target();
    if (colour == change.target()) {
      return switched ? "live" : "next";
    }
    return switched ? "leaving" : "live";
  }

  /** In per cent; the gateway gives each that receives the same. */
  private static int share(Set<Slot> receiving, Slot slot) {
    return receiving.contains(slot) ? 100 / receiving.size() : 0;
  }

  private static String health(Reality.Side side) {
    if (side.version() == null) {
      return "empty";
    }
    Boolean running = side.running();
    if (running == null) {
      return "unknown";
    }
    return running ? (side.fault() == null ? "healthy" : "sick") : "gone";
  }

  private DeployView.Acts acts(DeployView.Row row, Reality reality, Memory memory) {
    boolean free = row.running() == null;
    Change change = memory.change();
    Stage stage = change == null ? null : change.stage();
    boolean switched = stage == Stage.SWITCHED;
    Kept kept = reality.kept();
    String backTo =
        kept == null || change != null ? null : deployments.previous(row.system(), row.name());
    boolean forbidden = backTo != null && deployments.isWayBackForbidden(row.system(), row.name());
    Colour active = memory.active();
    boolean oldWell = active != null && reality.side(active).healthy();
    Roll roll = change == null ? null : change.roll();
    boolean goesBack =
        roll == null
            ? change != null && active != null && oldWell
            : !roll.back() && stage != Stage.SETTLING;
    boolean goesOn = roll != null || switched || stage == Stage.STOPPING || stage == Stage.DRAINING;
    return new DeployView.Acts(
        free && change == null,
        free && stage == Stage.PREPARED,
        free && goesOn,
        change != null || !free,
        change == null ? free && backTo != null && !forbidden : goesBack,
        backTo,
        forbidden ? "migration" : noBack(change != null, goesBack, backTo));
  }

  private static String noBack(boolean open, boolean goesBack, @Nullable String backTo) {
    if (open) {
      return goesBack ? "" : "old-sick";
    }
    return backTo == null ? "none" : "";
  }

  private static DeployView.Entry entry(Deployed one) {
    Ended.Outcome outcome = one.outcome();
    Instant ended = one.ended();
    return new DeployView.Entry(
        one.id(),
        one.version(),
        one.previous(),
        one.slot() instanceof Colour colour ? colour.key() : "",
        one.run(),
        one.actor(),
        one.stage().key(),
        outcome == null ? "open" : outcome.key(),
        one.why(),
        one.started(),
        ended,
        ended == null ? null : Duration.between(one.started(), ended),
        one.traffic().requests(),
        one.traffic().failed(),
        one.switchMillis());
  }
}

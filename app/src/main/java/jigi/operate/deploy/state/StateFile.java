package jigi.operate.deploy.state;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.kernel.Json;
import jigi.base.kernel.UserError;
import jigi.operate.deploy.DeployException;
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
import org.jspecify.annotations.Nullable;

/** {@code deploy-state.json}: {@code jq -r .activeColor} tells the live colour. */
public final class StateFile {
  private static final int KEPT_VERSIONS = 20;

  /** In place of a colour, where there are instances. */
  private static final String ALL = "all";

  private final Path file;

  public StateFile(Path file) {
    this.file = file;
  }

  public Path path() {
    return file;
  }

  /**
   * @return {@link Kept#NOTHING} when there is no file
   * @throws DeployException {@code state-unreadable}
   */
  public Kept read() throws DeployException {
    try {
      return parse(Json.tree(Files.readString(file)));
    } catch (NoSuchFileException e) {
      return Kept.NOTHING;
    } catch (UserError e) {
      throw new DeployException("state-unreadable", file + ": " + e.fact(), e);
    } catch (IOException | IllegalArgumentException e) {
      throw new DeployException("state-unreadable", file + ": " + e.getMessage(), e);
    }
  }

  /** Whether there is one at all. */
  public boolean exists() {
    return Files.exists(file);
  }

  /**
   * @throws DeployException {@code state-not-written}
   */
  public void write(Kept kept, Instant now) throws DeployException {
    try {
      Durable.write(file, Json.write(json(kept, now)) + "\n");
    } catch (IOException e) {
      throw new DeployException("state-not-written", file + ": " + e.getMessage(), e);
    }
  }

  /** The same with a version that was deployed well. */
  public static Kept deployed(Kept kept, Release release, Slot slot, Instant now) {
    String where = slot instanceof Colour colour ? colour.key() : ALL;
    List<Kept.Good> history = new ArrayList<>();
    history.add(new Kept.Good(release.version(), where, now.toString(), release.shipping()));
    history.addAll(kept.history());
    return new Kept(kept.memory(), history.stream().limit(KEPT_VERSIONS).toList());
  }

  private static Map<String, @Nullable Object> json(Kept kept, Instant now) {
    Memory memory = kept.memory();
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    Map<String, Release> instances = instances(memory.releases());
    if (instances.isEmpty()) {
      all.put("activeColor", memory.active() == null ? null : memory.active().key());
      for (Colour colour : Colour.values()) {
        all.put(colour.key(), memory.releases().get(colour));
      }
    } else {
      all.put("instances", instances);
    }
    all.put("change", memory.change() == null ? null : json(memory.change()));
    Ended last = memory.last();
    if (last != null) {
      Map<String, @Nullable Object> ended = new LinkedHashMap<>();
      ended.put("deployment", last.deployment());
      ended.put("outcome", last.outcome().key());
      ended.put("why", last.why());
      all.put("last", ended);
    }
    all.put("history", kept.history());
    all.put("updatedAt", now.toString());
    return all;
  }

  private static Map<String, @Nullable Object> json(Change change) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("deployment", change.deployment());
    all.put("target", change.target().key());
    all.put("release", change.release());
    all.put("stage", change.stage().key());
    all.put("why", change.why());
    all.put("cancelled", change.cancelled());
    Roll roll = change.roll();
    if (roll != null) {
      Map<String, @Nullable Object> rolling = new LinkedHashMap<>();
      rolling.put("count", roll.count());
      rolling.put("batch", roll.batch());
      rolling.put("first", roll.first());
      rolling.put("before", instances(roll.before()));
      rolling.put("back", roll.back());
      rolling.put("turn", roll.turn());
      all.put("rolling", rolling);
    }
    return all;
  }

  /** In order, by number. */
  private static Map<String, Release> instances(Map<? extends Slot, Release> releases) {
    Map<Instance, Release> sorted = new TreeMap<>();
    releases.forEach(
        (slot, release) -> {
          if (slot instanceof Instance instance) {
            sorted.put(instance, release);
          }
        });
    Map<String, Release> all = new LinkedHashMap<>();
    sorted.forEach((instance, release) -> all.put(instance.key(), release));
    return all;
  }

  private static Map<Instance, Release> instances(JsonNode tree) {
    Map<Instance, Release> all = new HashMap<>();
    tree.fields()
        .forEachRemaining(
            each -> {
              if (!(Slot.of(each.getKey()) instanceof Instance instance)) {
                throw new IllegalArgumentException("'" + each.getKey() + "' is no instance");
              }
              all.put(instance, release(each.getValue()));
            });
    return all;
  }

  private static Kept parse(JsonNode tree) {
    Map<Slot, Release> releases = new HashMap<>(instances(tree.path("instances")));
    for (Colour colour : Colour.values()) {
      JsonNode release = tree.path(colour.key());
      if (release.isObject()) {
        releases.put(colour, release(release));
      }
    }
    List<Kept.Good> history = new ArrayList<>();
    for (JsonNode good : tree.path("history")) {
      history.add(
          new Kept.Good(
              need(good, "version"), need(good, "color"), need(good, "at"), shipping(good)));
    }
    JsonNode change = tree.path("change");
    JsonNode last = tree.path("last");
    return new Kept(
        new Memory(
            Colour.of(text(tree, "activeColor")),
            releases,
            change.isObject() ? change(change) : null,
            last.isObject() ? ended(last) : null),
        history);
  }

  private static Change change(JsonNode node) {
    return new Change(
        need(node, "deployment"),
        slot(node, "target"),
        release(node.path("release")),
        Stage.valueOf(need(node, "stage").toUpperCase(Locale.ROOT)),
        text(node, "why"),
        node.path("cancelled").asBoolean(),
        rolling(node.path("rolling")));
  }

  private static @Nullable Roll rolling(JsonNode node) {
    return node.isObject()
        ? new Roll(
            node.path("count").asInt(),
            node.path("batch").asInt(1),
            node.path("first").asInt(1),
            instances(node.path("before")),
            node.path("back").asBoolean(),
            node.path("turn").asInt())
        : null;
  }

  private static Ended ended(JsonNode node) {
    return new Ended(
        need(node, "deployment"),
        Ended.Outcome.valueOf(need(node, "outcome").toUpperCase(Locale.ROOT).replace('-', '_')),
        text(node, "why"));
  }

  private static Release release(JsonNode node) {
    return new Release(need(node, "version"), need(node, "instance"), shipping(node));
  }

  private static Shipping shipping(JsonNode of) {
    JsonNode node = of.path("shipping");
    Map<String, String> tags = Json.texts(node.path("tags"));
    String did = node.path("migration").asText().toLowerCase(Locale.ROOT);
    Migration migration = Migration.of(did);
    return new Shipping(
        text(node, "digest"),
        node.path("pull").asBoolean(true),
        migration == null ? Migration.NONE : migration,
        tags);
  }

  private static Slot slot(JsonNode node, String key) {
    Slot slot = Slot.of(text(node, key));
    if (slot == null) {
      throw new IllegalArgumentException("'" + key + "' is neither a colour nor an instance");
    }
    return slot;
  }

  private static String need(JsonNode node, String key) {
    String text = text(node, key);
    if (text == null) {
      throw new IllegalArgumentException("'" + key + "' is missing");
    }
    return text;
  }

  private static @Nullable String text(JsonNode node, String key) {
    JsonNode value = node.path(key);
    return value.isTextual() ? value.asText() : null;
  }
}

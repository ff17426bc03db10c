package jigi.operate.checklist;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jigi.base.config.Field;
import jigi.base.config.MarkdownFile;
import jigi.base.config.Names;
import jigi.base.config.ObjectShape;
import jigi.base.config.Place;
import jigi.base.config.Problems;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.base.kernel.Durations;
import jigi.base.kernel.Nearest;
import jigi.base.run.Guards;
import jigi.base.run.Role;
import jigi.base.run.RunDefinition;
import jigi.base.run.StepDefinition;
import jigi.base.run.StepPart;
import jigi.base.schedule.Recurrence;
import org.jspecify.annotations.Nullable;

/** Reads one file of {@code checklists/}. */
final class ChecklistReader {
  private static final Field<String> NAME =
      Field.required("checklist", Shapes.name(), "The checklist's name, unique within the manual.");
  private static final Field<String> TITLE =
      Field.optional("title", Shapes.text(), "What people call it.");
  private static final Field<Duration> DUE =
      Field.optional(
          "due", Shapes.duration(), "8h", "How long after its start it has to be signed.");
  private static final Field<List<String>> ROLES =
      Field.optional("roles", Shapes.listOf(Shapes.text()), "Who does and signs it.");
  private static final Field<List<String>> FIELDS =
      Field.optional(
          "fields", Shapes.listOf(Shapes.text()), "What is written down when it is signed.");
  private static final Field<List<String>> NEXT =
      Field.optional(
          "next",
          Shapes.listOf(Shapes.name()),
          "Checklists that begin when this one was signed and nothing in it is amiss.");

  static final ObjectShape<Values> SHAPE = ObjectShape.of("a checklist", fields(), v -> v);

  private static final List<String> USUAL_FIELDS = List.of("발견 이슈", "조치 사항", "개선 사항");
  private static final Pattern ITEM = Pattern.compile("\\s*[-*+] \\[[ xX]\\] (.+)");
  private static final Pattern HEADING = Pattern.compile("(#{1,6}) +(.+?) *#*");
  private static final Pattern TAIL = Pattern.compile("(.*?)\\s*`([a-z]+):\\s*([^`]*)`\\s*");
  private static final List<String> WORDS =
      List.of("check", "run", "logs", "alerts", "value", "role", "minutes", "evidence", "due");

  /** How many of the words say how an item is answered. */
  private static final int WAYS = 5;

  private static final Guards NEVER_HELD = new Guards(1000, 0, 1000);

  private final Known known;
  private final Problems problems;
  private final Map<Place, List<String>> followers = new LinkedHashMap<>();

  /**
   * What items may refer to.
   *
   * @param runbooks by name
   * @param logs the components that have a log probe
   */
  record Known(Names conditions, Map<String, RunDefinition> runbooks, Names logs) {}

  ChecklistReader(Known known, Problems problems) {
    this.known = known;
    this.problems = problems;
  }

  private static List<Field<?>> fields() {
    List<Field<?>> all = new ArrayList<>(List.of(NAME, TITLE, DUE, ROLES, FIELDS, NEXT));
    all.addAll(Recurrence.FIELDS);
    return all;
  }

  /** Null after reporting why there is none. */
  @Nullable Checklist read(String system, String file, String text) {
    MarkdownFile read = MarkdownFile.read(file, text, problems);
    if (read == null) {
      return null;
    }
    if (read.front() == null) {
      problems.error(
          new Place(file, 1, 1),
          "missing-front-matter",
          "a checklist begins with its name and schedule",
          "write --- checklist: daily --- at its top, each on a line of its own");
      return null;
    }
    Values front = SHAPE.read(read.front(), problems);
    List<Item> items = items(file, read);
    if (front == null) {
      return null;
    }
    if (items.isEmpty()) {
      problems.error(
          new Place(file, 1, 1),
          "no-items",
          "the checklist has no item ('" + front.get(NAME) + "')",
          "write lines such as '- [ ] what is to be seen to'");
    }
    if (front.has(NEXT)) {
      followers.put(front.placeOfValue(NEXT), names(front.find(NEXT)));
    }
    return checklist(system, file, front, items);
  }

  private static List<String> names(@Nullable List<String> written) {
    return written == null ? List.of() : written;
  }

  /** When all were read: whether those exist that begin after others. */
  void checkFollowers(Set<String> names) {
    followers.forEach(
        (place, next) ->
            next.stream()
                .filter(name -> !names.contains(name))
                .forEach(
                    name ->
                        problems.error(
                            place,
                            "unknown-checklist",
                            "no checklist has this name ('" + name + "')",
                            Nearest.hint(name, names))));
  }

  private Checklist checklist(String system, String file, Values front, List<Item> items) {
    String title = front.find(TITLE);
    String name = front.get(NAME);
    return new Checklist(
        system,
        name,
        title == null ? name : title,
        file,
        new Checklist.Terms(
            front.get(DUE),
            Recurrence.written(front),
            names(front.find(ROLES)),
            front.find(FIELDS, USUAL_FIELDS),
            names(front.find(NEXT))),
        Recurrence.of(front),
        items,
        definition(system, name, title == null ? name : title, items));
  }

  private List<Item> items(String file, MarkdownFile read) {
    List<Item> items = new ArrayList<>();
    TreeMap<Integer, String> headings = new TreeMap<>();
    boolean fenced = false;
    int line = read.before();
    for (String text : read.body().lines().toList()) {
      line++;
      Matcher item = ITEM.matcher(text);
      Matcher heading = HEADING.matcher(text);
      if (text.strip().startsWith("```")) {
        fenced = !fenced;
      } else if (!fenced && heading.matches()) {
        headings.tailMap(heading.group(1).length()).clear();
        headings.put(heading.group(1).length(), heading.group(2));
      } else if (!fenced && item.matches()) {
        String section = String.join(" / ", headings.values());
        items.add(item(item.group(1), section, new Place(file, line, item.start(1) + 1)));
      }
    }
    return items;
  }

  private Item item(String written, String section, Place place) {
    Map<String, String> tails = new TreeMap<>();
    String text = written.strip();
    for (Matcher tail = TAIL.matcher(text); tail.matches(); tail = TAIL.matcher(text)) {
      if (!WORDS.contains(tail.group(2))) {
        unknown(tail.group(2), place);
      } else if (tails.put(tail.group(2), tail.group(3).strip()) != null) {
        problems.error(
            place, "duplicate-attribute", "'" + tail.group(2) + ":' stands twice", "keep one");
      }
      text = tail.group(1).strip();
    }
    return new Item(text, section, way(tails, place), work(tails, place), place.line());
  }

  private Item.Way way(Map<String, String> tails, Place place) {
    List<String> ways = tails.keySet().stream().filter(WORDS.subList(0, WAYS)::contains).toList();
    if (ways.size() > 1) {
      problems.error(
          place,
          "two-ways",
          "an item is answered in one way (" + String.join(", ", ways) + ")",
          "make two items of it");
    }
    String value = ways.isEmpty() ? "" : tails.getOrDefault(ways.getFirst(), "");
    return switch (ways.isEmpty() ? "" : ways.getFirst()) {
      case "check" -> check(value, place);
      case "run" -> run(value, place);
      case "logs" -> logs(value, place);
      case "alerts" -> new Item.Way.Alerts();
      case "value" -> new Item.Way.Hand(value);
      default -> new Item.Way.Hand(null);
    };
  }

  private Item.Work work(Map<String, String> tails, Place place) {
    String minutes = tails.getOrDefault("minutes", "0");
    boolean number = minutes.matches("[0-9]{1,5}");
    if (!number) {
      problems.error(
          place,
          "bad-number",
          "not a number of minutes ('" + minutes + "')",
          "write 'minutes: 30'");
    }
    return new Item.Work(
        tails.get("role"),
        number ? Integer.parseInt(minutes) : 0,
        tails.get("evidence"),
        due(tails.get("due"), place));
  }

  private @Nullable Duration due(@Nullable String written, Place place) {
    if (written == null) {
      return null;
    }
    Duration read = Durations.parse(written);
    if (read == null) {
      problems.error(
          place,
          "bad-duration",
          "not a duration ('" + written + "')",
          "count from the checklist's start: 'due: 14d'");
    }
    return read;
  }

  private Item.Way check(String condition, Place place) {
    known
        .conditions()
        .require(
            condition, place, problems, "unknown-condition", "'conditions' has no such condition");
    return new Item.Way.Check(condition);
  }

  private Item.Way logs(String component, Place place) {
    known
        .logs()
        .require(
            component,
            place,
            problems,
            "unknown-log",
            "no component with a log probe has this name");
    return new Item.Way.Logs(component);
  }

  private Item.Way run(String runbook, Place place) {
    if (!known.runbooks().containsKey(runbook)) {
      problems.error(
          place,
          "unknown-runbook",
          "no runbook that can be run has this name ('" + runbook + "')",
          Nearest.hint(runbook, known.runbooks().keySet()));
    }
    return new Item.Way.Run(runbook);
  }

  private void unknown(String word, Place place) {
    problems.error(
        place, "unknown-word", "an item has no '" + word + ":'", Nearest.hint(word, WORDS));
  }

  private RunDefinition definition(String system, String name, String title, List<Item> items) {
    List<StepDefinition> steps = new ArrayList<>();
    Map<String, RunDefinition> called = new TreeMap<>();
    for (int i = 0; i < items.size(); i++) {
      Item item = items.get(i);
      Map<String, String> attributes = new TreeMap<>();
      attributes.put("item", String.valueOf(i));
      attributes.put("group", "items");
      String kind =
          switch (item.way()) {
            case Item.Way.Check check -> {
              attributes.put("until", check.condition());
              attributes.put("timeout", "1s");
              yield "condition";
            }
            case Item.Way.Run run -> {
              attributes.put("runbook", run.runbook());
              RunDefinition one = known.runbooks().get(run.runbook());
              if (one != null) {
                called.put(run.runbook(), one);
              }
              yield "call";
            }
            case Item.Way.Logs logs -> {
              attributes.put("component", logs.component());
              yield LogsStep.LANGUAGE;
            }
            case Item.Way.Hand hand -> "item";
            case Item.Way.Alerts alerts -> "item";
          };
      steps.add(
          StepDefinition.of(
              item.text(), Role.OWN, new StepPart(kind, "", attributes, item.line())));
    }
    return new RunDefinition(
            Checklist.PREFIX + name, title, system, steps, null, List.of(), List.of(), NEVER_HELD)
        .calling(new ArrayList<>(called.values()));
  }
}

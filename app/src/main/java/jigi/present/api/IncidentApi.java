package jigi.present.api;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import jigi.base.kernel.Language;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.OneOf;
import jigi.present.api.http.Problem;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.view.Desk;
import jigi.present.api.view.IncidentDesk;
import jigi.present.api.view.IncidentDetail;
import jigi.present.api.view.IncidentRow;
import org.jspecify.annotations.Nullable;

/** Incidents, and what people do and write in them. */
public final class IncidentApi {
  private static final Pattern NAME = Pattern.compile("(?i)INC-[0-9]{1,9}");

  private final Desk.Incidents incidents;

  IncidentApi(Desk desk) {
    this.incidents = desk.incidents();
  }

  List<Route> routes() {
    String one = "/api/v1/incidents/{id}";
    return List.of(
        Route.get("/api/v1/incidents", "Open incidents; ?all=1", this::list),
        Route.post(
            "/api/v1/incidents",
            "Reports what no alert has seen: a {title} of a {system}, at a {level}, of a {kind},"
                + " about a {run} that failed.",
            this::report),
        Route.get(
            "/api/v1/incident-months",
            "Incidents by month, system and level, with MTTA, MTTR and kept response times.",
            exchange -> Api.list("months", incidents.months(exchange.scope()))),
        Route.get(
            "/api/v1/follow-ups",
            "What people have yet to do after incidents, the earliest due first.",
            exchange -> Api.list("followUps", incidents.work().followUps(exchange.scope()))),
        Route.get(one, "One incident.", exchange -> Api.one(find(incidents, exchange, "view"))),
        Route.post(one + "/acknowledge", "Takes an incident.", this::acknowledge),
        Route.post(one + "/note", "Writes {text} into its timeline.", this::note),
        Route.post(one + "/level", "Sets its {level}, P0 to P4.", this::level),
        Route.post(
            one + "/close",
            "Closes it; {text} says why, {force} closes it although it is not over.",
            this::close),
        Route.post(
            one + "/step",
            "Says that {step} is done, with {evidence}; {undone} says that it is not.",
            this::step),
        Route.post(
            one + "/write",
            "Writes a {text} of a {field}: symptom, impact, cause, resolution, prevention, room or"
                + " report; {version} is the one that was read, 0 for none.",
            this::write),
        Route.post(one + "/kind", "Says of which {kind} of the manual it is.", this::kind),
        Route.post(
            one + "/repaired",
            "Says that it is repaired: it is verified from then on.",
            this::repaired),
        Route.post(
            one + "/publish",
            "Tells everybody a {text} on the status page, at a {stage} (investigating, identified,"
                + " repairing, resolved), under a {title}, of what it {affects}.",
            this::publish),
        Route.post(
            one + "/withdraw",
            "Takes it from the status page; what was written is kept.",
            this::withdraw),
        Route.post(
            one + "/join",
            "Comes into its war room, which is opened where there is none.",
            this::join),
        Route.post(
            one + "/draft",
            "Writes what customers may be told, of a {template} of the manual, with a {title} and a"
                + " {text} where those of the template are not meant.",
            this::draft),
        Route.post(
            one + "/decide",
            "Approves notice {number}, which sends it to customers; {discard} throws it away.",
            this::decide),
        Route.post(
            one + "/follow-up",
            "Gives a {task} to a {person}, to be done by the day {due}.",
            this::followUp),
        Route.post(one + "/finish", "Says that follow-up {number} is done.", this::finish),
        Route.get(
            one + "/report",
            "Its report as people last wrote it, else from the timeline: ?format=md, txt or html,"
                + " ?language=ko or en.",
            exchange -> export(incidents, exchange, Language.KO)));
  }

  private Reply list(Exchange exchange) {
    return Api.list("incidents", incidents.list(exchange.scope(), exchange.find("all") != null));
  }

  private Reply report(Exchange exchange) {
    Ask ask = new Ask(exchange);
    String system = ask.need("system");
    exchange.require(system, "run");
    String id =
        incidents
            .work()
            .report(
                new IncidentDesk.Reported(
                    system,
                    ask.need("title"),
                    ask.find("level", "P3"),
                    ask.find("kind"),
                    ask.find("run")),
                exchange.visitor().actor());
    return Reply.json(201, Map.of("id", id)).with("Location", "/api/v1/incidents/" + id);
  }

  private Reply acknowledge(Exchange exchange) {
    incidents.acknowledge(acted(exchange), exchange.visitor().actor());
    return Api.done();
  }

  private Reply note(Exchange exchange) {
    String id = acted(exchange);
    incidents.note(id, exchange.visitor().actor(), new Ask(exchange).need("text"));
    return Api.done();
  }

  private Reply level(Exchange exchange) {
    String id = acted(exchange);
    incidents.level(id, exchange.visitor().actor(), new Ask(exchange).need("level"));
    return Api.done();
  }

  private Reply close(Exchange exchange) {
    String id = acted(exchange);
    Ask ask = new Ask(exchange);
    incidents.close(id, exchange.visitor().actor(), ask.find("text", ""), ask.truth("force"));
    return Api.done();
  }

  private Reply step(Exchange exchange) {
    String id = acted(exchange);
    Ask ask = new Ask(exchange);
    ask.need("step");
    incidents
        .work()
        .tick(
            id,
            ask.number("step", 0, 1, 999),
            !ask.truth("undone"),
            ask.find("evidence", ""),
            exchange.visitor().actor());
    return Api.done();
  }

  private Reply write(Exchange exchange) {
    String id = acted(exchange);
    Ask ask = new Ask(exchange);
    Integer base = ask.find("version") == null ? null : ask.number("version", 0, 0, 99_999);
    incidents
        .work()
        .write(id, ask.need("field"), ask.need("text"), base, exchange.visitor().actor());
    return Api.done();
  }

  private Reply kind(Exchange exchange) {
    String id = acted(exchange);
    incidents.work().kind(id, new Ask(exchange).need("kind"), exchange.visitor().actor());
    return Api.done();
  }

  private Reply repaired(Exchange exchange) {
    incidents.work().repaired(acted(exchange), exchange.visitor().actor());
    return Api.done();
  }

  private Reply publish(Exchange exchange) {
    String id = acted(exchange);
    Ask ask = new Ask(exchange);
    List<String> affects = ask.list("affects");
    incidents
        .work()
        .publish(
            id,
            new IncidentDesk.Told(
                ask.find("title"),
                affects.isEmpty() ? null : affects,
                ask.need("stage"),
                ask.need("text")),
            exchange.visitor().actor());
    return Api.done();
  }

  private Reply withdraw(Exchange exchange) {
    incidents.work().withdraw(acted(exchange), exchange.visitor().actor());
    return Api.done();
  }

  private Reply join(Exchange exchange) {
    incidents.work().join(acted(exchange), exchange.visitor().actor());
    return Api.done();
  }

  private Reply draft(Exchange exchange) {
    String id = acted(exchange);
    Ask ask = new Ask(exchange);
    incidents
        .work()
        .draft(
            id,
            ask.need("template"),
            ask.find("title", ""),
            ask.find("text", ""),
            exchange.visitor().actor());
    return Api.done();
  }

  /** What leaves the house is approved by whoever may approve. */
  private Reply decide(Exchange exchange) {
    String id = find(incidents, exchange, "approve").row().id();
    Ask ask = new Ask(exchange);
    ask.need("number");
    incidents
        .work()
        .decide(
            id, ask.number("number", 0, 1, 999), !ask.truth("discard"), exchange.visitor().actor());
    return Api.done();
  }

  private Reply followUp(Exchange exchange) {
    String id = acted(exchange);
    Ask ask = new Ask(exchange);
    incidents
        .work()
        .followUp(
            id,
            ask.need("task"),
            ask.need("person"),
            day(ask.need("due")),
            exchange.visitor().actor());
    return Api.done();
  }

  /**
   * @throws Problem 400 when it is no date
   */
  public static LocalDate day(String text) {
    return Objects.requireNonNull(ReportApi.day(text));
  }

  private Reply finish(Exchange exchange) {
    String id = acted(exchange);
    Ask ask = new Ask(exchange);
    ask.need("number");
    incidents.work().finish(id, ask.number("number", 0, 1, 999), exchange.visitor().actor());
    return Api.done();
  }

  private String acted(Exchange exchange) {
    return find(incidents, exchange, "run").row().id();
  }

  /**
   * The incident, if the visitor may do that with it.
   *
   * @throws Problem 404 when there is none to be seen, 403 when the verb is not granted
   */
  public static IncidentDetail find(Desk.Incidents incidents, Exchange exchange, String verb) {
    String id = id(incidents, exchange);
    IncidentDetail found = incidents.get(id);
    if (found == null || !exchange.visitor().may(found.row().system(), "view")) {
      throw Problem.notFound("incident " + id);
    }
    exchange.require(found.row().system(), verb);
    return found;
  }

  /** An address may name it as people do; where several systems have that name, with its system. */
  private static String id(Desk.Incidents incidents, Exchange exchange) {
    String given = exchange.variable("id");
    if (!NAME.matcher(given).matches()) {
      return given;
    }
    long number = Long.parseLong(given.substring(given.indexOf('-') + 1));
    Map<String, String> ids = new TreeMap<>(incidents.numbered(exchange.scope(), number));
    String system = exchange.find("system");
    if (system != null) {
      ids.keySet().retainAll(Set.of(system));
    }
    if (ids.size() > 1) {
      String first = ids.keySet().iterator().next();
      throw Problem.bad(
          "ambiguous-name",
          given + " is an incident of " + String.join(" and of ", ids.keySet()),
          "say of which: " + given + "?system=" + first);
    }
    return ids.values().stream().findFirst().orElse(given);
  }

  /** The report as a file to keep, in the language that is asked for, else the given one. */
  public static Reply export(Desk.Incidents incidents, Exchange exchange, Language otherwise) {
    IncidentRow row = find(incidents, exchange, "view").row();
    IncidentDesk.Format format = format(exchange.find("format"));
    String language = exchange.find("language");
    boolean english = Language.EN.tag().equals(language == null ? otherwise.tag() : language);
    String text =
        Objects.requireNonNull(
            incidents.work().text(row.id(), format, english ? Language.EN : Language.KO));
    String word = word(format);
    String type =
        switch (format) {
          case MD -> "text/markdown";
          case TXT -> "text/plain";
          case HTML -> "text/html";
        };
    String file = row.system() + "_" + row.label() + "." + word;
    return Reply.of(200, type + "; charset=utf-8", text)
        .with("Content-Disposition", "attachment; filename=\"" + file + "\"");
  }

  private static IncidentDesk.Format format(@Nullable String given) {
    String asked = given == null ? "md" : given;
    return OneOf.named(
        asked,
        IncidentDesk.Format.values(),
        IncidentApi::word,
        "bad-format",
        "'" + asked + "' is no format");
  }

  private static String word(IncidentDesk.Format format) {
    return format.name().toLowerCase(Locale.ROOT);
  }
}

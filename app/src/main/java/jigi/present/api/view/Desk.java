package jigi.present.api.view;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import jigi.base.journal.Event;
import jigi.base.journal.EventQuery;
import jigi.present.report.Report;
import jigi.present.report.ReportExport;
import org.jspecify.annotations.Nullable;

/**
 * Everything that pages and API read and do, room by room. What is not there is null; what a reader
 * may not see is not there. Actions throw {@link jigi.base.kernel.UserError} when they cannot be
 * done, and record who did them.
 */
public record Desk(
    Overview overview,
    Systems systems,
    Components components,
    Logs logs,
    Targets targets,
    Alerts alerts,
    OnCall onCall,
    Rules rules,
    Incidents incidents,
    Runs runs,
    Runbooks runbooks,
    Agendas agenda,
    Checklists checklists,
    BackupDesk backups,
    DeploymentDesk deployments,
    Reports reports,
    Manuals manuals,
    Discovery discovery,
    Connections connections,
    History history,
    Queries queries,
    People people,
    PublicDesk everybody,
    House house) {
  /** The first page and the rail. */
  public interface Overview {
    Rail rail(Scope scope);

    Now now(Scope scope);
  }

  /** Systems with what they are made of. */
  public interface Systems {
    /** The worst first. */
    List<SystemRow> list(Scope scope);

    @Nullable SystemDetail get(String system);
  }

  /** Services and their probes. */
  public interface Components {
    List<ComponentRow> list(Scope scope);

    @Nullable ComponentDetail get(String system, String component);

    /** Runs a component's probes now; one of them, or all when the name is null. */
    void probe(String system, String component, @Nullable String probe);
  }

  /** What log probes have kept. */
  public interface Logs {
    /** Kept lines that fit, the newest first. */
    List<LogRow> find(Scope scope, LogsWanted wanted);

    /** The logs that can be read as a whole. */
    List<WholeLog.Place> places(Scope scope);

    /** Lines of a whole log; takes seconds. */
    WholeLog read(WholeLog.Wanted wanted);

    /** Lines of all whole logs that fit, the logs with the most first; takes a minute at most. */
    List<WholeLog.Part> everywhere(Scope scope, WholeLog.Everywhere wanted);
  }

  /** What is scraped. */
  public interface Targets {
    /** The worst first. */
    TargetsView find(Scope scope, TargetsWanted wanted);
  }

  /** Alerts that are pending, firing, or resolved not long ago. */
  public interface Alerts extends AlertRoutes {
    List<AlertRow> list(Scope scope);

    @Nullable AlertDetail get(String id);

    void acknowledge(String id, String actor);

    /** Those that have not ended, and those of the last month; the latest first. */
    List<SilenceRow> silences(Scope scope);

    /** Silences alerts and gives the silence's id. */
    String silence(Silencing wish, String actor);

    /** Ends a silence before its time. */
    void unsilence(String id, String actor);

    /**
     * What is to be silenced.
     *
     * @param matchers conditions on labels, {@code alertname="WebDown", host="app"}
     * @param from when it begins: an instant, or a time of the system's clock; null for at once
     * @param lasts until it ends as a whole
     * @param each when it holds within that time ({@code daily 10:00}); null for all of it
     * @param eachLasts how long then; null without {@code each}
     */
    record Silencing(
        String system,
        String matchers,
        String reason,
        @Nullable String from,
        java.time.Duration lasts,
        @Nullable String each,
        java.time.@Nullable Duration eachLasts) {}
  }

  /** Who is on call. */
  public interface OnCall {
    /** By system and name. */
    List<OnCallRow> schedules(Scope scope);

    /** Those that have not ended, and those of the last month; the latest made first. */
    List<OnCallRow.Override> overrides(Scope scope);

    /** Lets somebody stand in and gives the override's id. */
    String override(Standing wish, String actor);

    void end(String override, String actor);

    /**
     * Who is to stand in.
     *
     * @param from an instant, or a time of the system's clock; null for at once
     * @param until the same
     * @param reason empty for none
     */
    record Standing(
        String system,
        String schedule,
        String person,
        @Nullable String from,
        String until,
        String reason) {}
  }

  /** The rules in force. */
  public interface Rules {
    List<RuleRow> list(Scope scope);

    /**
     * @param key {@code system/group/name}
     * @param replay whether to tell how often it would have fired
     */
    @Nullable RuleDetail get(String key, boolean replay);
  }

  /** Questions to the samples. */
  public interface Queries {
    /** Asks at every step of the span that ends now; only series of systems in the scope. */
    QueryAnswer ask(Scope scope, String expr, java.time.Duration span);
  }

  /** Incidents. */
  public interface Incidents {
    /** Newest first; open ones only, or all. */
    List<IncidentRow> list(Scope scope, boolean all);

    @Nullable IncidentDetail get(String id);

    /** The ids of those that people call {@code INC-12}, by system. */
    Map<String, String> numbered(Scope scope, long number);

    void acknowledge(String id, String actor);

    void note(String id, String actor, String text);

    void level(String id, String actor, String level);

    /**
     * @param text why
     * @param force although it is not over
     */
    void close(String id, String actor, String text, boolean force);

    /** What people do and write in them. */
    IncidentDesk work();

    /** By month, system and level, the latest first. */
    List<IncidentCount> months(Scope scope);
  }

  /** Runs. */
  public interface Runs {
    /** Newest first, deliveries left out unless asked for. */
    List<RunRow> list(Scope scope, Wanted wanted, int limit);

    /**
     * Which runs.
     *
     * @param system null for all
     * @param state null for any
     * @param before only those that were queued before; null for the newest
     */
    record Wanted(
        @Nullable String system,
        @Nullable String state,
        boolean deliveries,
        @Nullable Instant before) {}

    /** Where automatic runs are held back. */
    List<HoldRow> held(Scope scope);

    /** Holds automatic runs of a system back, or with null of all. */
    void hold(@Nullable String system, String actor);

    /** Lets them start again. */
    void allow(@Nullable String system, String actor);

    /** By id; null when there is none. */
    @Nullable RunDetail get(String id);

    /**
     * What an attempt put out: up to the limit, or to where something was not kept.
     *
     * @param from an offset in bytes; within a line only the rest of that is told
     * @param limit bytes, at least one line
     */
    RunOutput output(String id, String attempt, long from, int limit);

    void cancel(String id, String actor);

    void approve(String id, int step, String actor, String hash);

    void decline(String id, int step, String actor, String hash);

    void choose(String id, int step, String choice, String actor, String evidence);
  }

  /** Runbooks. */
  public interface Runbooks {
    List<RunbookRow> list(Scope scope);

    /** Those whose symptoms a text tells of, the best first. */
    List<RunbookRow> fitting(Scope scope, String text);

    @Nullable RunbookDetail get(String system, String name);

    /** Starts a run and gives its id. */
    String start(
        String system, String name, Map<String, String> parameters, Start how, String actor);

    /**
     * How a run is to be started.
     *
     * @param dry looks only
     * @param incident id or name ({@code INC-3}) of the incident that it answers; null for none
     */
    record Start(boolean dry, @Nullable String incident) {
      /** For real, for no incident. */
      public static final Start PLAIN = new Start(false, null);
    }

    /** Runs the one block whose fence stands at this line, where it says; gives the run's id. */
    String startBlock(String system, String name, int line, String actor);
  }

  /** Reports, and those that were made. */
  public interface Reports {
    /** By system and name. */
    List<ReportView.Row> list(Scope scope);

    ReportView.@Nullable Detail get(String system, String name);

    /** Newest first, of all systems. */
    List<ReportView.Made> made(Scope scope);

    /** By its id; null when there is none. */
    @Nullable Report find(String id);

    /**
     * Begins to make one and gives the run's id.
     *
     * @param day any of the period's; null for the last period that is over
     */
    String make(String system, String name, java.time.@Nullable LocalDate day, String actor);

    String export(Report report, ReportExport.Format format, jigi.base.kernel.Language language);
  }

  /** Checklists, and those that were begun. */
  public interface Checklists {
    /**
     * What a person says of an item.
     *
     * @param item from 0
     * @param status ok, warn, unknown or fail
     */
    record Answered(int item, String status, String note, @Nullable String value) {}

    List<ChecklistView.Row> list(Scope scope);

    ChecklistView.@Nullable Detail get(String system, String name);

    /** By the run that does it; null when that does none. */
    ChecklistView.@Nullable Sheet sheet(String run);

    /** Begins one and gives its run's id. */
    String start(String system, String name, String actor);

    void answer(String run, Answered answered, String actor);

    void sign(String run, String note, Map<String, String> fields, String actor);

    /** Hands in a file for an item; gives its id. */
    String attach(String run, int item, String name, byte[] bytes, String actor);

    /** A file that was handed in, or null. */
    ChecklistView.@Nullable File file(String run, String id);

    /** The bytes of a file that was handed in. */
    byte[] bytes(String run, String id);

    /** All of a system that began in a month, as one document. */
    String export(
        String system,
        java.time.YearMonth month,
        String format,
        jigi.base.kernel.Language language,
        java.time.ZoneId zone);

    /** As evidence: {@code md}, {@code html} or {@code csv}. */
    String export(
        String run, String format, jigi.base.kernel.Language language, java.time.ZoneId zone);
  }

  /** The files of the manuals in force, for those who may edit. */
  public interface Manuals {
    List<String> files(String system);

    ManualView.Opened open(String system, String file);

    ManualView.Checked check(String system, String file, String draft);

    /**
     * @param seen of the file that the draft was made of
     */
    void write(String system, String file, String draft, String seen, String actor);
  }

  /** What machines have; for those who may edit. */
  public interface Discovery {
    DiscoveryView machines(Scope scope);

    /** The last look at a machine; null while nobody has looked. */
    DiscoveryView.@Nullable Look last(String system, String host);

    /**
     * Looks around; takes seconds.
     *
     * @param name of the draft's system; empty for the machine's own
     * @param docker the socket of the daemon to be asked; empty for those that the machine has
     */
    DiscoveryView.Look look(String system, String host, String name, String docker);

    /** Writes the last draft and gives its folder. */
    String write(String system, String host);
  }

  /** Hosts and connections, and whether they can be made. */
  public interface Connections {
    /** By system, hosts first, in the order of the manuals. */
    List<ConnectionRow> list(Scope scope);

    /**
     * Tests one and keeps what was seen; takes seconds.
     *
     * @param sort {@code host} or {@code connection}
     */
    ConnectionRow test(String system, String sort, String name, String actor);

    /** Begins to test them in the background. */
    void begin(List<ConnectionRow> rows, String actor);
  }

  /** What recurs. */
  public interface Agendas {
    /** By system and name. */
    List<Agenda.Item> list(Scope scope);

    /** A month of one zone, with what was and what is due. */
    Agenda.Month month(Scope scope, java.time.YearMonth month, java.time.ZoneId zone);

    /** What gets into each other's way within the next weeks. */
    List<Agenda.Collision> collisions(Scope scope);

    /** As a crontab. */
    String crontab(Scope scope);

    /** As unit files of systemd, by name. */
    Map<String, String> timers(Scope scope);
  }

  /** The journal. */
  public interface History {
    List<Event> find(EventQuery query);

    ChainState verify();
  }

  /** Accounts, grants and tokens; for those who may edit the house. */
  public interface People {
    PeopleView all();

    void add(String name, String displayName, String actor);

    void grant(String name, String role, String system, String actor);

    void revoke(String name, String role, String system, String actor);

    void disable(String name, boolean disabled, String actor);

    /** Gives the secret of a sign-in link that is good for a day and once. */
    String link(String name, String actor);

    /**
     * Gives the token's secret, which can be read this once only.
     *
     * @param scope {@code query}, {@code ingest}, {@code heartbeat} or {@code webhook}
     * @param validity null for ever
     */
    String makeToken(
        String name,
        String scope,
        String system,
        java.time.@Nullable Duration validity,
        String actor);

    void revokeToken(String id, String actor);
  }

  /** The process, its manuals, its clock, the demo's mailbox. */
  public interface House {
    SettingsView settings(Scope scope);

    /** Reads the manuals again; gives the problems, empty when all were taken. */
    List<String> reload(String actor);

    /** Problems of a manual as it lies in its folder now. */
    List<String> check(String system);

    /** True when the mailbox belongs to this process. */
    boolean hasMailbox();

    /** Newest first. */
    List<Mail> mails();

    /** Every named condition with what it says now. */
    List<ConditionRow> conditions(Scope scope);

    /** Jigi's own samples in Prometheus's text format. */
    String metrics();

    /** Why no work can be taken on yet; empty when it can. */
    String unready();

    /** Each system's time zone, by its key. */
    Map<String, String> zones(Scope scope);

    /**
     * Moves a rehearsal's clock.
     *
     * @param asleep what falls due on the way is found late instead of at its time
     */
    Instant advance(java.time.Duration by, boolean asleep, String actor);
  }
}

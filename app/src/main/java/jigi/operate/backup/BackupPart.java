package jigi.operate.backup;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import jigi.base.config.Field;
import jigi.base.config.KindShape;
import jigi.base.config.ManualPart;
import jigi.base.config.ManualReading;
import jigi.base.config.Names;
import jigi.base.config.ObjectShape;
import jigi.base.config.Place;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.base.connect.Connection;
import jigi.base.connect.NamedConnections;
import jigi.base.connect.Site;
import jigi.base.connect.docker.DockerConnection;
import jigi.base.run.StepReference;
import jigi.base.schedule.Recurrence;
import jigi.operate.backup.retention.Keep;
import jigi.operate.backup.seal.Compression;
import jigi.operate.backup.seal.Encryption;
import jigi.operate.backup.seal.EncryptionShape;
import jigi.operate.backup.source.Source;
import jigi.operate.backup.source.SourceKind;
import jigi.operate.backup.source.SourceKinds;
import jigi.operate.backup.store.StoreKinds;
import jigi.operate.backup.store.StoreSettings;
import org.jspecify.annotations.Nullable;

/** Reads {@code stores} and {@code plans}. */
public final class BackupPart implements ManualPart<BackupSettings> {
  private static final Field<Map<String, StoreSettings>> STORES =
      Field.optional("stores", Shapes.mapOf(StoreKinds.shape()), "Where backups are kept.");

  private static final Field<String> SYSTEM =
      Field.optional("system", Shapes.text(), "The system's key.");
  private static final Field<String> TITLE =
      Field.optional("title", Shapes.text(), "What people call the plan.");
  private static final Field<FileName> NAME =
      Field.optional(
          "name",
          Shapes.scalar(
              "a name with {time}",
              "backup_{database}_{time:yyyyMMdd_HHmmss}.dump",
              Map.of("type", "string"),
              text -> FileName.fault(text) == null ? new FileName(text) : null),
          "backup_{database}_{time:yyyyMMdd_HHmmss}.dump",
          "How its files are called; {database}, {plan}, {system} and {time} are filled in.");
  private static final Field<Compression> COMPRESS =
      Field.optional("compress", Shapes.oneOf(Compression.class), "zstd", "zstd, gzip or none.");
  private static final Field<Encryption> ENCRYPT =
      Field.optional("encrypt", EncryptionShape.shape(), "none", "How it is kept from other eyes.");
  private static final Field<String> ESCROW =
      Field.optional(
          "escrow",
          Shapes.text(),
          "Where the key of 'encrypt' is kept besides, as a person finds it when this machine is"
              + " lost.");
  private static final Field<List<String>> TO =
      Field.required(
          "to", Shapes.listOf(Shapes.text()), "Names of 'stores'; a restore tries them in order.");
  private static final Field<Map<String, Keep>> KEEP =
      Field.optional(
          "keep",
          Shapes.mapOf(Keep.shape()),
          "How long, by the name of the store; one without stays for ever.");
  private static final Field<Duration> RPO =
      Field.optional("rpo", Shapes.duration(), "How much time may be lost at most.");
  private static final Field<Duration> RTO =
      Field.optional("rto", Shapes.duration(), "How long a restore may take at most.");
  private static final Field<Plan.Drill.Which> OF =
      Field.optional(
          "of",
          Shapes.oneOf(Plan.Drill.Which.class),
          "newest",
          "newest, or any: another one of those that are kept each time.");
  private static final Field<List<String>> SQL =
      Field.optional(
          "sql",
          Shapes.listOf(Shapes.text()),
          "Queries to the restored database; each must give a first value that is not false, 0 or"
              + " empty.");
  private static final Field<String> TELL_TITLE =
      Field.required("title", Shapes.text(), "The subject.");
  private static final Field<List<String>> TELL_TO =
      Field.optional(
          "to",
          Shapes.listOf(Shapes.text()),
          "People and groups; absent means those of the route critical.");
  private static final Field<List<String>> TELL_BY =
      Field.optional(
          "by",
          Shapes.listOf(Shapes.text()),
          "Channels; absent means those of the route critical.");
  private static final Field<Values> PASSED =
      Field.optional(
          "passed",
          ObjectShape.of(
              "a notice of a drill that has passed",
              List.of(TELL_TITLE, TELL_TO, TELL_BY),
              values -> values),
          "Who is told when it has passed; one that fails is an alert.");
  private static final Field<Values> DRILL =
      Field.optional(
          "drill",
          ObjectShape.of(
              "a drill", Field.join(Recurrence.FIELDS, OF, SQL, PASSED), values -> values),
          "The rehearsal of a restore, on a scratch server of its own.");

  private static final Field<Recurrence> VERIFY =
      Field.optional(
          "verify",
          ObjectShape.of("a check of all copies", Recurrence.FIELDS, BackupPart::verify),
          "When every stored copy is read back: what rots on a disk is found while others are"
              + " good.");

  private static final List<Field<?>> COMMON =
      Field.join(
          Recurrence.FIELDS,
          TITLE,
          NAME,
          COMPRESS,
          ENCRYPT,
          ESCROW,
          TO,
          KEEP,
          RPO,
          RTO,
          VERIFY,
          DRILL);

  private static final Field<Map<String, Written>> PLANS =
      Field.optional("plans", Shapes.mapOf(plan()), "What is backed up, when and where to.");

  private final Function<ManualReading, NamedConnections> connections;
  private final Function<ManualReading, Names> hosts;
  private final Function<ManualReading, Map<StepReference, Names>> reachable;
  private final Function<ManualReading, Plan.Calendar> calendar;

  /** A plan as it stands in the file. */
  private record Written(SourceKind kind, Source source, Values values) {}

  /**
   * @param hosts the hosts that a manual names
   * @param reachable its recipients and channels
   */
  public BackupPart(
      Function<ManualReading, NamedConnections> connections,
      Function<ManualReading, Names> hosts,
      Function<ManualReading, Map<StepReference, Names>> reachable,
      Function<ManualReading, Plan.Calendar> calendar) {
    this.connections = connections;
    this.hosts = hosts;
    this.reachable = reachable;
    this.calendar = calendar;
  }

  /** Null without a schedule, which is said. */
  private static @Nullable Recurrence verify(Values values) {
    Recurrence recurrence = Recurrence.of(values);
    if (recurrence == null) {
      values.error(
          Recurrence.SCHEDULE,
          "missing-key",
          "a check of all copies needs a time",
          "write verify: {schedule: weekly sun 05:00}");
    }
    return recurrence;
  }

  private static Shape<Written> plan() {
    Map<String, Shape<Written>> kinds = new TreeMap<>();
    for (SourceKind kind : SourceKinds.ALL) {
      kinds.put(
          kind.name(),
          ObjectShape.of(
                  "a plan of kind " + kind.name(),
                  Field.join(kind.fields(), COMMON.toArray(Field<?>[]::new)),
                  values -> new Written(kind, kind.configure(values), values))
              .describedBy(kind.getClass(), kind.name()));
    }
    return new KindShape<>("a plan", kinds);
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(STORES, PLANS);
  }

  /** The names of all plans, those among them that are not valid. */
  public Names names(ManualReading reading) {
    return reading.names(PLANS);
  }

  @Override
  public BackupSettings read(ManualReading reading) {
    String system = reading.find(SYSTEM, "");
    Map<String, StoreSettings> stores = reading.find(STORES, Map.of());
    NamedConnections named = connections.apply(reading);
    Map<String, Plan> plans = new LinkedHashMap<>();
    reading
        .find(PLANS, Map.of())
        .forEach(
            (name, written) -> {
              checkConnection(written, named, reading);
              checkSite(written, named, reading);
              Map<String, StoreSettings> to = to(written.values(), stores, reading);
              Plan plan = to == null ? null : of(system, name, written, to, reading);
              if (plan != null) {
                plans.put(name, plan);
              }
            });
    return new BackupSettings(plans);
  }

  private Plan of(
      String system,
      String name,
      Written written,
      Map<String, StoreSettings> to,
      ManualReading reading) {
    Values values = written.values();
    Plan.Form form =
        new Plan.Form(
            values.get(NAME), values.get(COMPRESS), values.get(ENCRYPT), values.find(ESCROW));
    String misleads = form.misleads();
    if (misleads != null) {
      reading
          .problems()
          .error(
              values.placeOfValue(NAME),
              "name-misleads",
              "the name promises what the file is not: " + misleads,
              "end it otherwise, such as .sql.gz for gzip alone, .sql.gz.gpg for gzip in OpenPGP,"
                  + " .dump for what only Jigi opens");
    }
    checkEscrow(form, values, reading);
    return new Plan(
        system,
        name,
        values.find(TITLE, name),
        written.source(),
        new Plan.Routine(
            Recurrence.of(values),
            written.kind().watch(values),
            values.find(VERIFY),
            drill(values.find(DRILL), reading)),
        form,
        to,
        new Plan.Goals(values.find(RPO), values.find(RTO), values.find(KEEP, Map.of())),
        calendar.apply(reading));
  }

  /** Whoever loses the machine loses the key with it, and every copy elsewhere is worth nothing. */
  private static void checkEscrow(Plan.Form form, Values values, ManualReading reading) {
    boolean sealed = !form.encryption().keys().isEmpty();
    if (sealed && form.escrow() == null) {
      reading
          .problems()
          .warning(
              values.placeOfValue(ENCRYPT),
              "key-not-escrowed",
              "nobody has said where the key of these backups is kept besides; without it none of"
                  + " them opens",
              "keep it where the loss of this machine does not reach it, and say where: escrow:"
                  + " safe of the office");
    } else if (!sealed && form.escrow() != null) {
      reading
          .problems()
          .error(
              values.placeOfValue(ESCROW),
              "no-key",
              "nothing here opens with a key that could be lost",
              "remove escrow, or write encrypt: {aes-256-gcm: {file: keys/backup}}");
    }
  }

  private Plan.@Nullable Drill drill(@Nullable Values values, ManualReading reading) {
    if (values == null) {
      return null;
    }
    Values passed = values.find(PASSED);
    return new Plan.Drill(
        Recurrence.of(values),
        values.get(OF),
        values.find(SQL, List.of()),
        passed == null ? null : notice(passed, reading));
  }

  private Plan.Notice notice(Values values, ManualReading reading) {
    Map<StepReference, Names> known = reachable.apply(reading);
    StepReference.RECIPIENT.check(values, TELL_TO, known, reading.problems());
    StepReference.CHANNEL.check(values, TELL_BY, known, reading.problems());
    return new Plan.Notice(
        values.get(TELL_TITLE), values.find(TELL_TO, List.of()), values.find(TELL_BY, List.of()));
  }

  private static void checkConnection(
      Written written, NamedConnections named, ManualReading reading) {
    Field<?> field = written.kind().fields().getFirst();
    Class<? extends Connection> kind = written.kind().connection();
    if (kind == null) {
      return;
    }
    Names fitting = named.of(kind);
    fitting.require(
        written.source().at(),
        written.values().placeOfValue(field),
        reading.problems(),
        "unknown-connection",
        "'connections' has none of kind " + written.kind().name() + " that is called so");
  }

  private void checkSite(Written written, NamedConnections named, ManualReading reading) {
    Field<Site> field = written.kind().site();
    if (field == null) {
      return;
    }
    Place place = written.values().placeOfValue(field);
    switch (written.values().find(field)) {
      case Site.OnHost on -> {
        Names known = hosts.apply(reading);
        known.require(
            on.host(), place, reading.problems(), "unknown-host", "'hosts' names no such host");
      }
      case Site.InContainer in -> {
        Names daemons = named.of(DockerConnection.class);
        daemons.require(
            in.docker(),
            place,
            reading.problems(),
            "unknown-connection",
            "'connections' has no Docker daemon that is called so");
      }
      case null -> {}
    }
  }

  /** Null when one of them is not there. */
  private static @Nullable Map<String, StoreSettings> to(
      Values values, Map<String, StoreSettings> stores, ManualReading reading) {
    Names known = reading.names(STORES);
    Map<String, StoreSettings> to = new LinkedHashMap<>();
    boolean whole = !values.get(TO).isEmpty();
    if (!whole) {
      reading
          .problems()
          .error(
              values.placeOf(TO),
              "missing-key",
              "a plan needs a store to keep its backups in",
              known.hint(""));
    }
    for (String name : values.get(TO)) {
      whole &= checkStore(name, values.placeOfValue(TO), known, reading);
      StoreSettings store = stores.get(name);
      if (store != null) {
        to.put(name, store);
      }
    }
    Map<String, Keep> keep = values.find(KEEP);
    if (keep != null) {
      for (String name : keep.keySet()) {
        whole &= checkStore(name, values.placeOfValue(KEEP), known, reading);
      }
    }
    return whole ? to : null;
  }

  private static boolean checkStore(String name, Place place, Names known, ManualReading reading) {
    boolean lacking = known.lack(name);
    if (lacking) {
      reading
          .problems()
          .error(
              place,
              "unknown-store",
              "'stores' has no such store ('" + name + "')",
              known.hint(name));
    }
    return !lacking;
  }
}

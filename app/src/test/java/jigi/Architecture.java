package jigi;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The arrows of the house: which room may know which. Imports go leftward only, from present over
 * operate and detect to base.
 */
final class Architecture {
  private static final List<String> PARENTS = List.of("base", "detect", "operate", "present");

  private static final List<String> BASE =
      List.of(
          "kernel",
          "config",
          "store",
          "journal",
          "secret",
          "manual",
          "exec",
          "connect",
          "run",
          "access",
          "schedule");

  private static final List<String> DETECT =
      List.of("inventory", "probe", "discovery", "log", "metric", "rule", "alert");

  private static final List<String> OPERATE =
      List.of("notify", "incident", "runbook", "checklist", "backup", "deploy", "scale", "guard");

  private static final List<String> PRESENT = List.of("report", "api", "web", "cli");

  /** Connection kinds that are databases, and so may speak JDBC. */
  private static final String[] DATABASE_KINDS = {
    "jigi.base.connect.database..", "jigi.base.connect.postgres..", "jigi.base.connect.mysql.."
  };

  private static final String[] DATABASE_LIBRARIES = {
    "java.sql..",
    "javax.sql..",
    "org.jdbi..",
    "org.flywaydb..",
    "com.zaxxer..",
    "org.sqlite..",
    "org.postgresql..",
    "org.mariadb.."
  };

  /** Where text for a terminal is written. */
  private static final String[] TERMINAL = {"jigi", "jigi.present.cli.."};

  private static final Set<String> SURROUNDINGS =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.lang.System.getenv",
          "java.lang.Thread.sleep",
          "java.time.InstantSource.system",
          "java.util.concurrent.TimeUnit.sleep");

  private Architecture() {}

  /** Every rule under the name by which a failure is reported. */
  static Map<String, ArchRule> rules() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    leftwardOnly(rules, "jigi.", PARENTS);
    leftwardOnly(rules, "jigi.base.", BASE);
    leftwardOnly(rules, "jigi.detect.", DETECT);
    isolatedRooms(rules);
    rules.put("every room has its place", everyRoomHasItsPlace());
    rules.put("only the root package wires", nothingKnowsTheRoot());
    rules.put("metrics is a library of its own", metricsKnowsNothingOfTheApplication());
    rules.put("databases behind repositories", databasesOnlyBehindRepositories());
    rules.put("processes only in base.exec", processesOnlyInExec());
    rules.put("time, sleep, environment only in base.kernel", surroundingsOnlyInKernel());
    rules.put("no java.util.logging", noJavaUtilLogging());
    rules.put("no standard streams", noStandardStreams());
    rules.replaceAll((_, rule) -> rule.allowEmptyShould(true));
    return rules;
  }

  private static void leftwardOnly(Map<String, ArchRule> rules, String parent, List<String> rooms) {
    for (int i = 0; i < rooms.size() - 1; i++) {
      String room = parent + rooms.get(i);
      String[] rightward = packages(parent, rooms.subList(i + 1, rooms.size()));
      rules.put(
          room + " imports leftward only",
          noClasses()
              .that()
              .resideInAPackage(room + "..")
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(rightward));
    }
  }

  /** Rooms of operate meet through actions and events; only incident may import notify. */
  private static void isolatedRooms(Map<String, ArchRule> rules) {
    for (String room : OPERATE) {
      List<String> others = new ArrayList<>(OPERATE);
      others.remove(room);
      if (room.equals("incident")) {
        others.remove("notify");
      }
      rules.put(
          "jigi.operate." + room + " is isolated",
          noClasses()
              .that()
              .resideInAPackage("jigi.operate." + room + "..")
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(packages("jigi.operate.", others)));
    }
  }

  /** A room that no list names would be held by no arrow. */
  private static ArchRule everyRoomHasItsPlace() {
    List<String> places = new ArrayList<>(List.of("jigi", "jigi.metrics.."));
    places.addAll(List.of(packages("jigi.base.", BASE)));
    places.addAll(List.of(packages("jigi.detect.", DETECT)));
    places.addAll(List.of(packages("jigi.operate.", OPERATE)));
    places.addAll(List.of(packages("jigi.present.", PRESENT)));
    return classes()
        .that(DescribedPredicate.not(nameMatching(".*\\.package-info")))
        .should()
        .resideInAnyPackage(places.toArray(String[]::new));
  }

  private static ArchRule nothingKnowsTheRoot() {
    return noClasses()
        .that()
        .resideOutsideOfPackage("jigi")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jigi");
  }

  private static ArchRule metricsKnowsNothingOfTheApplication() {
    return noClasses()
        .that()
        .resideInAPackage("jigi.metrics..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("jigi..")
                .and(DescribedPredicate.not(resideInAPackage("jigi.metrics.."))));
  }

  private static ArchRule databasesOnlyBehindRepositories() {
    return noClasses()
        .that()
        .resideOutsideOfPackage("jigi.base.store..")
        .and()
        .resideOutsideOfPackages(DATABASE_KINDS)
        .and(DescribedPredicate.not(nameMatching(".*Repository(\\$.*)?")))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(DATABASE_LIBRARIES);
  }

  private static ArchRule processesOnlyInExec() {
    return noClasses()
        .that()
        .resideOutsideOfPackage("jigi.base.exec..")
        .should()
        .accessTargetWhere(reaches("start a process", Architecture::startsProcess));
  }

  /** The library has no kernel to ask: to limit how long a query works it may hold a stopwatch. */
  private static ArchRule surroundingsOnlyInKernel() {
    return noClasses()
        .that()
        .resideOutsideOfPackage("jigi.base.kernel..")
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe(
                "read the clock or the environment, or sleep",
                access ->
                    readsSurroundings(access.getTarget())
                        && !(isStopwatch(access.getTarget())
                            && access.getOriginOwner().getName().startsWith("jigi.metrics."))));
  }

  private static boolean isStopwatch(AccessTarget target) {
    return target.getFullName().equals("java.lang.System.nanoTime()");
  }

  private static ArchRule noJavaUtilLogging() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(TERMINAL)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.util.logging..");
  }

  /** The kernel may write a dying process's last words, which no log would still carry. */
  private static ArchRule noStandardStreams() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(TERMINAL)
        .and()
        .resideOutsideOfPackage("jigi.base.kernel..")
        .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);
  }

  /** Unlike a rule over calls, a rule over accesses sees {@code Instant::now} too. */
  private static DescribedPredicate<JavaAccess<?>> reaches(
      String what, Predicate<AccessTarget> target) {
    return DescribedPredicate.describe(what, access -> target.test(access.getTarget()));
  }

  private static boolean startsProcess(AccessTarget target) {
    return target.getOwner().isEquivalentTo(ProcessBuilder.class)
        || target.getFullName().startsWith("java.lang.Runtime.exec(");
  }

  private static boolean readsSurroundings(AccessTarget target) {
    String name = target.getOwner().getName() + "." + target.getName();
    boolean readsClock =
        name.startsWith("java.time.") && target.getName().equals("now") && !takesClock(target);
    return SURROUNDINGS.contains(name)
        || name.startsWith("java.time.Clock.system")
        || name.startsWith("java.time.Clock.tick")
        || readsClock
        || target.getFullName().equals("java.util.Date.<init>()");
  }

  private static boolean takesClock(AccessTarget target) {
    return target instanceof CodeUnitAccessTarget unit
        && unit.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(Clock.class));
  }

  private static String[] packages(String parent, List<String> rooms) {
    return rooms.stream().map(room -> parent + room + "..").toArray(String[]::new);
  }
}

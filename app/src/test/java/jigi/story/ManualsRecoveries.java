package jigi.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.function.Predicate;
import jigi.Shows;
import jigi.testing.JigiCommand;
import jigi.testing.Until;
import org.junit.jupiter.api.Test;

/** Whole systems recovered in one run, told within the story of all manuals. */
abstract class ManualsRecoveries extends ManualsRuns {
  /** The measured seconds of the newest whole run of a system's rehearsal of a disaster. */
  private static double recovered(String system) {
    jigi.post("/api/v1/clock/advance", Map.of("by", "15s"));
    String query =
        "jigi_runbook_duration_seconds{runbook=\"disaster-recovery\",system=\"" + system + "\"}";
    String encoded = java.net.URLEncoder.encode(query, StandardCharsets.UTF_8);
    JsonNode found = jigi.get("/api/v1/query?query=" + encoded).path("data").path("result");
    assertThat(found).as(query).hasSize(1);
    return found.path(0).path("value").path(1).asDouble();
  }

  private static void backedUp(String... plans) {
    for (String plan : plans) {
      JigiCommand.Ran ran = command("backup", "run", plan, "--follow");
      assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
    }
  }

  /** Real time alone passes: how long it takes is what is measured. */
  private static void meanwhile(String name, Predicate<JsonNode> so) {
    Until.so(name, () -> so.test(run(name)), () -> states(run(name)) + "\n" + jigi.log());
  }

  /** The step that a run asks about; -1 while it asks about none. */
  private static int asked(JsonNode run) {
    JsonNode question = jigi.get("/api/v1/runs/" + run.path("id").asText("none")).path("question");
    return question.path("step").asInt(-1);
  }

  /** Whoever did something elsewhere consents; tells the step, so that none is answered twice. */
  private static int consent(String name, int after) {
    meanwhile(name, run -> ended(run) || run.path("id").isTextual() && asked(run) > after);
    int step = asked(run(name));
    assertThat(step).as(states(run(name)) + outputs(run(name))).isGreaterThan(after);
    approve(run(name));
    return step;
  }

  private static void recoveredWhole() {
    meanwhile("disaster-recovery", ManualsStory::ended);
    assertThat(run("disaster-recovery").path("state").asText())
        .as(states(run("disaster-recovery")) + outputs(run("disaster-recovery")))
        .isEqualTo("succeeded");
  }

  @Test
  @Shows({"RB-22", "BAK-29"})
  void gearFreaksDisasterIsRehearsedInOneRunAgainstItsTarget() throws Exception {
    awaitStatus("gear-freak", "postgres", "ok");
    awaitStatus("gear-freak", "api", "ok");
    // What its plan asks a restored one.
    psql("7085", "postgres", "gear_freak", "CREATE TABLE \"user\" AS SELECT 7 AS id");
    backedUp("gear-freak/database");
    jigi.post("/api/v1/runbooks/gear-freak/disaster-recovery/run", Map.of());
    consent("disaster-recovery", consent("disaster-recovery", -1));
    recoveredWhole();
    assertThat(states(run("disaster-recovery"))).hasSizeGreaterThan(4).containsOnly("succeeded");
    assertThat(recovered("gear-freak")).isBetween(1.0, 3600.0);
  }

  @Test
  @Shows({"RB-32", "RB-34", "BAK-41"})
  void eventOcrsSystemIsRecoveredInOneRunAndItsNameMoved() throws Exception {
    awaitStatus("event-ocr", "database", "ok");
    awaitStatus("event-ocr", "balancer", "ok");
    ocr("CREATE TABLE receipts AS SELECT i AS id FROM generate_series(1, 42) i");
    backedUp("event-ocr/database", "event-ocr/uploads", "event-ocr/settings");
    ocr("DROP TABLE receipts");
    Files.writeString(state.resolve("ocr-dns.zone"), "www.example.com 192.0.2.1\n");
    jigi.post(
        "/api/v1/runbooks/event-ocr/disaster-recovery/run",
        Map.of("parameters", Map.of("RECORD", "www.example.com", "ADDRESS", "192.0.2.9")));
    int site = consent("disaster-recovery", -1);
    consent("restore-procedure", -1);
    consent("disaster-recovery", site);
    recoveredWhole();
    assertThat(outputs(run("disaster-recovery")))
        .contains("지금: www.example.com 192.0.2.1", "바뀐 뒤: www.example.com 60 IN A 192.0.2.9");
    assertThat(state.resolve("ocr-dns.zone")).hasContent("www.example.com 192.0.2.9\n");
    assertThat(ocr("SELECT count(*) FROM receipts").strip()).isEqualTo("42");
    assertThat(recovered("event-ocr")).isBetween(1.0, 4 * 3600.0);
    assertThat(jigi.page("/checklists/event-ocr/disaster-recovery"))
        .contains("DNS에서 바꿀 레코드와 새 주소", "백업 암호화 키가 있음");
  }

  private static String ocr(String query) throws Exception {
    return psql("7121", "ocr", "event_ocr", query);
  }
}
